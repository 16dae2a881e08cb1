// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {EIP712} from "@openzeppelin/contracts/utils/cryptography/EIP712.sol";
import {Hashes} from "@openzeppelin/contracts/utils/cryptography/Hashes.sol";
import {Math} from "@openzeppelin/contracts/utils/math/Math.sol";
import {Author, Contribution, Credit, Evaluation, ILedger, Refusal} from "./interfaces/ILedger.sol";
import {IReputation} from "./interfaces/IReputation.sol";
import {Credits} from "./libraries/Credits.sol";
import {Records} from "./libraries/Records.sol";
import {Rows} from "./libraries/Rows.sol";
import {Signatures} from "./libraries/Signatures.sol";

/// @title Ledger
contract Ledger is ILedger, EIP712 {
    using Credits for Credit[];
    using Records for Contribution;
    using Records for Evaluation;
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
    mapping(address account => bytes32[2]) private _rows;

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
        _requireSent(record.contributor, _refusalOf(record));
        _take(record, contributionDigest(record));
    }

    /// @inheritdoc ILedger
    function evaluate(Evaluation calldata record) external {
        _requireSent(record.evaluator, _refusalOf(record));
        _take(record, evaluationDigest(record));
    }

    /// @inheritdoc ILedger
    function relay(SignedContribution[] calldata contributions, SignedEvaluation[] calldata evaluations)
        external
        returns (uint256 taken)
    {
        for (uint256 i = 0; i < contributions.length; ++i) {
            if (_relay(contributions[i])) ++taken;
        }
        for (uint256 i = 0; i < evaluations.length; ++i) {
            if (_relay(evaluations[i])) ++taken;
        }
    }

    /// @inheritdoc ILedger
    function memberOf(address account) external view returns (bool isMember, uint32 number) {
        Member storage member = _members[account];
        return (member.registered, member.number);
    }

    /// @inheritdoc ILedger
    function row(uint32 epoch_, uint32 number) external view returns (bytes28) {
        return _rows[memberAt[number]][epoch_ & 1].chainOf(epoch_);
    }

    /// @inheritdoc ILedger
    function contributionId(Contribution calldata record) external pure returns (bytes32) {
        return record.hash();
    }

    /// @inheritdoc ILedger
    function spending(address account) public view returns (uint32 nonce, uint32 points) {
        Member storage member = _members[account];
        return member.epoch == epoch ? (member.nonce, member.points) : (0, 0);
    }

    /// @inheritdoc ILedger
    function contributionDigest(Contribution calldata record) public view returns (bytes32) {
        return _hashTypedDataV4(record.hash());
    }

    /// @inheritdoc ILedger
    function evaluationDigest(Evaluation calldata record) public view returns (bytes32) {
        return _hashTypedDataV4(record.hash());
    }

    function _relay(SignedContribution calldata entry) private returns (bool) {
        bytes32 digest = contributionDigest(entry.record);
        if (!_isSigned(entry.record.contributor, _refusalOf(entry.record), digest, entry.signature)) return false;
        _take(entry.record, digest);
        return true;
    }

    function _relay(SignedEvaluation calldata entry) private returns (bool) {
        bytes32 digest = evaluationDigest(entry.record);
        if (!_isSigned(entry.record.evaluator, _refusalOf(entry.record), digest, entry.signature)) return false;
        _take(entry.record, digest);
        return true;
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

    function _take(Contribution calldata record, bytes32 digest) private {
        emit ContributionTaken(_append(digest), record.contributor, record);
    }

    function _take(Evaluation calldata record, bytes32 digest) private {
        uint64 place = _append(digest);
        _spend(record);
        _emitEvaluationTaken(place, record.evaluator, record.epoch, record.nonce, record.credits);
    }

    /// @dev Emits {EvaluationTaken} for credits whose words are known to be clean.
    function _emitEvaluationTaken(
        uint256 place,
        address evaluator,
        uint256 epoch_,
        uint256 nonce,
        Credit[] calldata credits
    ) private {
        bytes32 selector = EvaluationTaken.selector;
        // Assembly because the compiler encodes credits field by field, which costs more than all checks of a credit. As they
        // are of fixed size, their encoding in calldata is the one in a log; nothing is kept in memory.
        assembly ("memory-safe") {
            let data := mload(0x40)
            let size := mul(credits.length, 0x60)
            mstore(data, epoch_)
            mstore(add(data, 0x20), nonce)
            mstore(add(data, 0x40), 0x60)
            mstore(add(data, 0x60), credits.length)
            calldatacopy(add(data, 0x80), credits.offset, size)
            log3(data, add(0x80, size), selector, place, evaluator)
        }
    }

    function _append(bytes32 digest) private returns (uint64) {
        head = Hashes.efficientKeccak256(head, digest);
        return ++sequence;
    }

    function _spend(Evaluation calldata record) private {
        uint32 now_ = record.epoch;
        Member storage giver = _members[record.evaluator];
        uint32 from = giver.number;
        uint32 spent = giver.epoch == now_ ? giver.points : 0;
        Credit[] calldata credits = record.credits;
        for (uint256 i = 0; i < credits.length; ++i) {
            (address recipient, uint32 points) = credits.read(i);
            bytes32[2] storage rows = _rows[recipient];
            bytes32 slot = rows[now_ & 1];
            if (slot == 0 && !_members[recipient].registered) _register(recipient);
            rows[now_ & 1] = slot.extend(now_, from, points);
            spent += points;
        }
        (giver.epoch, giver.nonce, giver.points) = (now_, record.nonce + 1, spent);
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
    function _refusalOf(Contribution calldata record) private pure returns (Refusal) {
        uint256 length = bytes(record.area).length;
        if (length == 0 || length > MAX_AREA) return Refusal.AreaLength;
        length = bytes(record.title).length;
        if (length == 0 || length > MAX_TITLE) return Refusal.TitleLength;
        if (bytes(record.uri).length > MAX_URI) return Refusal.UriLength;
        Author[] calldata authors = record.coAuthors;
        if (authors.length > MAX_CO_AUTHORS) return Refusal.CoAuthorCount;
        uint256 shares;
        bool shareless;
        for (uint256 i = 0; i < authors.length; ++i) {
            address account = authors[i].account;
            if (account == record.contributor) return Refusal.CoAuthorRepeated;
            for (uint256 j = 0; j < i; ++j) {
                if (account == authors[j].account) return Refusal.CoAuthorRepeated;
            }
            shareless = shareless || authors[i].shareBp == 0;
            shares += authors[i].shareBp;
        }
        if (shareless || shares >= ALL_SHARES) return Refusal.ShareOutOfRange;
        if (record.buildsOn.length > MAX_BUILDS_ON) return Refusal.BuildsOnCount;
        return Refusal.None;
    }

    /// @dev All but the signature, in the order of the protocol. Nothing is written before all of it is checked.
    function _refusalOf(Evaluation calldata record) private view returns (Refusal) {
        uint256 count = record.credits.length;
        if (count == 0 || count > MAX_CREDITS) return Refusal.CreditCount;
        if (record.epoch != epoch) return Refusal.WrongEpoch;
        if (!_members[record.evaluator].registered) return Refusal.UnknownMember;
        (uint32 nonce, uint32 spent) = spending(record.evaluator);
        if (record.nonce != nonce) return Refusal.WrongNonce;
        (Refusal reason, uint256 points, uint256 newcomers) = _weigh(record.evaluator, record.credits);
        if (reason != Refusal.None) return reason;
        if (memberCount + newcomers > MAX_MEMBERS) return Refusal.LedgerFull;
        if (spent + points > _pointsPerEpoch) return Refusal.OverBudget;
        return Refusal.None;
    }

    /// @dev Checks credit by credit, and counts the points and the credits that go to accounts that are no members yet.
    function _weigh(address evaluator, Credit[] calldata credits)
        private
        view
        returns (Refusal reason, uint256 points, uint256 newcomers)
    {
        uint256 parity = epoch & 1;
        uint256 weight;
        uint256 needed;
        for (uint256 i = 0; i < credits.length; ++i) {
            (address recipient, uint256 given) = credits.read(i);
            if (given == 0) return (Refusal.ZeroPoints, 0, 0);
            if (recipient == evaluator) return (Refusal.SelfCredit, 0, 0);
            if (recipient == address(0)) return (Refusal.ZeroRecipient, 0, 0);
            if (_rows[recipient][parity] == 0 && !_members[recipient].registered) {
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
