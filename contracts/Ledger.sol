// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {EIP712} from "@openzeppelin/contracts/utils/cryptography/EIP712.sol";
import {Hashes} from "@openzeppelin/contracts/utils/cryptography/Hashes.sol";
import {Memory} from "@openzeppelin/contracts/utils/Memory.sol";
import {Math} from "@openzeppelin/contracts/utils/math/Math.sol";
import {Contribution, Evaluation, ILedger, Refusal} from "./interfaces/ILedger.sol";
import {IReputation} from "./interfaces/IReputation.sol";
import {Contributions} from "./libraries/Contributions.sol";
import {Evaluations} from "./libraries/Evaluations.sol";
import {Rows} from "./libraries/Rows.sol";
import {Signatures} from "./libraries/Signatures.sol";

/// @title Ledger
contract Ledger is ILedger, EIP712 {
    using Contributions for Contribution;
    using Evaluations for Evaluation;
    using Rows for bytes32;
    using Signatures for bytes;

    /// @dev A member's number and what he gave in the epoch `epoch`; in a later one he has given nothing yet.
    struct Member {
        bool registered;
        uint32 number;
        uint32 epoch;
        uint32 nonce;
        uint32 points;
    }

    /// @dev The log while records are added to it. It is stored when they all are: a contract account that is asked for its
    /// signature in between can only look, and sees the log as it was.
    struct Log {
        bytes32 head;
        uint64 sequence;
    }

    uint256 private constant MAX_AREA = 32;
    uint256 private constant MAX_TITLE = 140;
    uint256 private constant MAX_URI = 256;
    uint256 private constant MAX_CO_AUTHORS = 16;
    uint256 private constant MAX_BUILDS_ON = 16;
    uint256 private constant ALL_SHARES = 10_000;
    uint256 private constant MAX_CREDITS = 64;
    uint256 private constant MAX_MEMBERS = 2 ** 20;

    /// @inheritdoc ILedger
    address public immutable settlement;

    /// @inheritdoc ILedger
    address public immutable reputation;

    /// @inheritdoc ILedger
    bytes32 public head;

    /// @inheritdoc ILedger
    uint64 public sequence;

    /// @inheritdoc ILedger
    uint32 public epoch;

    /// @inheritdoc ILedger
    uint32 public memberCount;

    // Terms of the open epoch; the second is never more than the first, or nobody could introduce anyone.
    uint32 private _pointsPerEpoch;
    uint32 private _introductionPoints;

    /// @inheritdoc ILedger
    mapping(uint32 number => address) public memberAt;

    mapping(address account => Member) private _members;

    // Rows of the even epochs and of the odd ones. By account and not by number: a row that is not empty tells that its
    // account is a member, without a second slot.
    mapping(uint256 parity => mapping(address account => bytes32)) private _rows;

    /// @param settlement_ The settlement contract; may be created after this contract.
    /// @param reputation_ The reputation contract; may be created after this contract.
    constructor(address settlement_, address reputation_) EIP712("DecentralOrg", "1") {
        settlement = settlement_;
        reputation = reputation_;
    }

    modifier onlySettlement() {
        if (msg.sender != settlement) revert NotSettlement(msg.sender);
        _;
    }

    /// @inheritdoc ILedger
    function found(address[] calldata founders, uint32 pointsPerEpoch, uint32 introductionPoints)
        external
        onlySettlement
    {
        if (memberCount != 0) revert AlreadyFounded();
        _setTerms(pointsPerEpoch, introductionPoints);
        for (uint256 i = 0; i < founders.length; ++i) {
            _register(founders[i]);
        }
    }

    /// @inheritdoc ILedger
    function turn(uint32 pointsPerEpoch, uint32 introductionPoints)
        external
        onlySettlement
        returns (bytes32 head_, uint32 members)
    {
        _setTerms(pointsPerEpoch, introductionPoints);
        ++epoch;
        return (head, memberCount);
    }

    /// @inheritdoc ILedger
    function contribute(Contribution calldata record) external {
        address contributor = record.contributor;
        bytes memory fields = record.encode();
        _requireSent(contributor, _refusalOf(contributor, fields));
        Log memory log = Log({head: head, sequence: sequence});
        _takeContribution(log, contributor, fields, _contributionDigest(contributor, fields));
        (head, sequence) = (log.head, log.sequence);
    }

    /// @inheritdoc ILedger
    function evaluate(Evaluation calldata record) external {
        address evaluator = record.evaluator;
        bytes memory fields = record.encode();
        Member memory giver = _members[evaluator];
        (Refusal reason, bool introduces) = _refusalOf(evaluator, giver, fields);
        _requireSent(evaluator, reason);
        Log memory log = Log({head: head, sequence: sequence});
        _takeEvaluation(log, evaluator, giver, fields, _evaluationDigest(evaluator, fields), introduces);
        (head, sequence) = (log.head, log.sequence);
    }

    /// @inheritdoc ILedger
    function relay(SignedContribution[] calldata contributions, SignedEvaluation[] calldata evaluations)
        external
        returns (uint256 taken)
    {
        uint64 first = sequence;
        Log memory log = Log({head: head, sequence: first});
        // Nothing of a record is needed once it is taken or skipped, and memory gets the dearer the more of it there is.
        Memory.Pointer free = Memory.getFreeMemoryPointer();
        for (uint256 i = 0; i < contributions.length; ++i) {
            _relay(log, contributions[i]);
            Memory.unsafeSetFreeMemoryPointer(free);
        }
        for (uint256 i = 0; i < evaluations.length; ++i) {
            _relay(log, evaluations[i]);
            Memory.unsafeSetFreeMemoryPointer(free);
        }
        (head, sequence) = (log.head, log.sequence);
        return log.sequence - first;
    }

    /// @inheritdoc ILedger
    function memberOf(address account) external view returns (bool isMember, uint32 number) {
        Member storage member = _members[account];
        return (member.registered, member.number);
    }

    /// @inheritdoc ILedger
    function rows(uint32 epoch_, uint32 from, uint32 to) external view returns (bytes28[] memory chains) {
        chains = new bytes28[](to - from);
        mapping(address => bytes32) storage slots = _rows[epoch_ & 1];
        for (uint32 number = from; number < to; ++number) {
            chains[number - from] = slots[memberAt[number]].chainOf(epoch_);
        }
    }

    /// @inheritdoc ILedger
    function contributionId(Contribution calldata record) external pure returns (bytes32) {
        return Contributions.hash(record.encode(), record.contributor);
    }

    /// @inheritdoc ILedger
    function contributionDigest(Contribution calldata record) external view returns (bytes32) {
        return _contributionDigest(record.contributor, record.encode());
    }

    /// @inheritdoc ILedger
    function evaluationDigest(Evaluation calldata record) external view returns (bytes32) {
        return _evaluationDigest(record.evaluator, record.encode());
    }

    /// @inheritdoc ILedger
    function row(uint32 epoch_, uint32 number) public view returns (bytes28) {
        return _rows[epoch_ & 1][memberAt[number]].chainOf(epoch_);
    }

    /// @inheritdoc ILedger
    function spending(address account) external view returns (uint32 nonce, uint32 points) {
        Member storage member = _members[account];
        return member.epoch == epoch ? (member.nonce, member.points) : (0, 0);
    }

    function _contributionDigest(address contributor, bytes memory fields) private view returns (bytes32) {
        return _hashTypedDataV4(Contributions.hash(fields, contributor));
    }

    function _evaluationDigest(address evaluator, bytes memory fields) private view returns (bytes32) {
        return _hashTypedDataV4(Evaluations.hash(fields, evaluator));
    }

    function _relay(Log memory log, SignedContribution calldata entry) private {
        Contribution calldata record = entry.record;
        address contributor = record.contributor;
        bytes memory fields = record.encode();
        bytes32 digest = _contributionDigest(contributor, fields);
        if (_isSigned(contributor, _refusalOf(contributor, fields), digest, entry.signature)) {
            _takeContribution(log, contributor, fields, digest);
        }
    }

    function _relay(Log memory log, SignedEvaluation calldata entry) private {
        Evaluation calldata record = entry.record;
        address evaluator = record.evaluator;
        bytes memory fields = record.encode();
        Member memory giver = _members[evaluator];
        bytes32 digest = _evaluationDigest(evaluator, fields);
        (Refusal reason, bool introduces) = _refusalOf(evaluator, giver, fields);
        if (_isSigned(evaluator, reason, digest, entry.signature)) {
            _takeEvaluation(log, evaluator, giver, fields, digest, introduces);
        }
    }

    /// @dev The last check of a record that was sent: nobody but its author sends it.
    function _requireSent(address author, Refusal reason) private view {
        if (reason == Refusal.None && msg.sender != author) reason = Refusal.SignatureInvalid;
        if (reason != Refusal.None) revert RecordRefused(reason);
    }

    /// @dev The last check of a record that was relayed; one that is not taken is skipped with its reason.
    function _isSigned(address author, Refusal reason, bytes32 digest, bytes calldata signature)
        private
        returns (bool)
    {
        if (reason == Refusal.None && !signature.isFrom(author, digest)) reason = Refusal.SignatureInvalid;
        if (reason != Refusal.None) emit RecordSkipped(digest, reason);
        return reason == Refusal.None;
    }

    function _takeContribution(Log memory log, address contributor, bytes memory fields, bytes32 digest) private {
        _append(log, digest);
        Contributions.log(fields, log.sequence, contributor);
    }

    function _takeEvaluation(
        Log memory log,
        address evaluator,
        Member memory giver,
        bytes memory fields,
        bytes32 digest,
        bool introduces
    ) private {
        _append(log, digest);
        if (introduces) _registerNewcomers(fields);
        Evaluations.chain(fields, _rows[giver.epoch & 1], giver.epoch, giver.number);
        _members[evaluator] = giver;
        Evaluations.log(fields, log.sequence, evaluator);
    }

    function _append(Log memory log, bytes32 digest) private pure {
        log.head = Hashes.efficientKeccak256(log.head, digest);
        ++log.sequence;
    }

    /// @dev Numbers follow the order of credits. A row does not tell its newcomer's number, so it does not matter that all
    /// are registered before the first credit is chained.
    function _registerNewcomers(bytes memory fields) private {
        (,, uint256 count) = Evaluations.head(fields);
        for (uint256 i = 0; i < count; ++i) {
            (address recipient,) = Evaluations.credit(fields, i);
            if (!_members[recipient].registered) _register(recipient);
        }
    }

    function _register(address account) private {
        uint32 number = memberCount++;
        memberAt[number] = account;
        _members[account] = Member({registered: true, number: number, epoch: 0, nonce: 0, points: 0});
        emit MemberRegistered(number, account);
    }

    function _setTerms(uint32 pointsPerEpoch, uint32 introductionPoints) private {
        _pointsPerEpoch = pointsPerEpoch;
        _introductionPoints = uint32(Math.min(introductionPoints, pointsPerEpoch));
    }

    /// @dev All but the signature, in the order of the protocol: clients tell people the first reason only.
    function _refusalOf(address contributor, bytes memory fields) private pure returns (Refusal) {
        uint256 length = Contributions.lengthOf(fields, Contributions.AREA);
        if (length == 0 || length > MAX_AREA) return Refusal.AreaLength;
        length = Contributions.lengthOf(fields, Contributions.TITLE);
        if (length == 0 || length > MAX_TITLE) return Refusal.TitleLength;
        if (Contributions.lengthOf(fields, Contributions.URI) > MAX_URI) return Refusal.UriLength;
        length = Contributions.lengthOf(fields, Contributions.CO_AUTHORS);
        if (length > MAX_CO_AUTHORS) return Refusal.CoAuthorCount;
        uint256 shares;
        bool shareless;
        for (uint256 i = 0; i < length; ++i) {
            (address account, uint256 shareBp) = Contributions.coAuthor(fields, i);
            if (account == contributor) return Refusal.CoAuthorRepeated;
            for (uint256 j = 0; j < i; ++j) {
                (address other,) = Contributions.coAuthor(fields, j);
                if (account == other) return Refusal.CoAuthorRepeated;
            }
            shareless = shareless || shareBp == 0;
            shares += shareBp;
        }
        if (shareless || shares >= ALL_SHARES) return Refusal.ShareOutOfRange;
        if (Contributions.lengthOf(fields, Contributions.BUILDS_ON) > MAX_BUILDS_ON) return Refusal.BuildsOnCount;
        return Refusal.None;
    }

    /// @dev All but the signature, in the order of the protocol. Nothing is written before all of it is checked; without a
    /// reason `giver` is as the evaluation leaves him.
    /// @return introduces Whether a credit goes to somebody who is no member yet.
    function _refusalOf(address evaluator, Member memory giver, bytes memory fields)
        private
        view
        returns (Refusal, bool introduces)
    {
        (uint32 now_, uint32 nonce, uint256 count) = Evaluations.head(fields);
        if (count == 0 || count > MAX_CREDITS) return (Refusal.CreditCount, false);
        if (now_ != epoch) return (Refusal.WrongEpoch, false);
        if (!giver.registered) return (Refusal.UnknownMember, false);
        if (giver.epoch != now_) (giver.epoch, giver.nonce, giver.points) = (now_, 0, 0);
        if (nonce != giver.nonce++) return (Refusal.WrongNonce, false);
        (Refusal reason, uint256 points, uint256 newcomers) = _weigh(evaluator, _rows[now_ & 1], count, fields);
        if (reason != Refusal.None) return (reason, false);
        if (newcomers != 0 && memberCount + newcomers > MAX_MEMBERS) return (Refusal.LedgerFull, false);
        points += giver.points;
        if (points > _pointsPerEpoch) return (Refusal.OverBudget, false);
        giver.points = uint32(points);
        return (Refusal.None, newcomers != 0);
    }

    /// @dev Checks credit by credit, and counts the points and the credits that go to accounts that are no members yet.
    function _weigh(
        address evaluator,
        mapping(address => bytes32) storage rows_,
        uint256 count,
        bytes memory fields
    ) private view returns (Refusal reason, uint256 points, uint256 newcomers) {
        uint256 weight;
        uint256 needed;
        uint256 i;
        // What is left for this loop is the first credit that may be refused or introduce somebody, and all after it.
        for ((i, points) = Evaluations.weighPlain(fields, evaluator, rows_); i < count; ++i) {
            (address recipient, uint256 given) = Evaluations.credit(fields, i);
            if (given == 0) return (Refusal.ZeroPoints, 0, 0);
            if (recipient == evaluator) return (Refusal.SelfCredit, 0, 0);
            if (recipient == address(0)) return (Refusal.ZeroRecipient, 0, 0);
            if (rows_[recipient] == 0 && !_members[recipient].registered) {
                if (newcomers == 0) {
                    weight = IReputation(reputation).reputationOf(evaluator);
                    needed = _introductionPoints * IReputation(reputation).totalReputation();
                }
                if (weight == 0 || given * weight < needed) return (Refusal.NotIntroduced, 0, 0);
                ++newcomers;
            }
            points += given;
        }
    }
}
