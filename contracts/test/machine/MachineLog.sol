// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Author, Contribution, Credit, Evaluation, ILedger, Refusal} from "../../interfaces/ILedger.sol";
import {StrangeWallet} from "../support/Wallets.sol";
import {Vm} from "../support/Vm.sol";
import {Machine} from "./Machine.sol";

/// @notice A model of the ledger, and records for it that are good or have one defect.
abstract contract MachineLog is Machine {
    /// @dev What must become of a record that is brought to the ledger.
    struct Outcome {
        bytes32 digest;
        Refusal reason;
    }

    uint256 private constant EVALUATION_DEFECTS = 10;
    uint256 private constant CONTRIBUTION_DEFECTS = 6;

    bytes32 internal logHead;
    uint64 internal records;
    mapping(uint32 epoch => mapping(uint256 member => bytes28)) internal rows;
    mapping(uint32 epoch => mapping(address => uint32)) internal nonces;
    mapping(uint32 epoch => mapping(address => uint256)) internal spent;

    /// @dev An evaluation that the ledger takes now.
    /// @return record Without credits if the evaluator has no points left.
    function _drawEvaluation(address evaluator) internal returns (Evaluation memory record) {
        uint32 epoch = settlement.openEpoch();
        record = Evaluation(evaluator, epoch, nonces[epoch][evaluator], new Credit[](0));
        uint256 left = settlement.termsOf(epoch).pointsPerEpoch - spent[epoch][evaluator];
        if (left == 0) return record;
        uint256 count = _draw(1, left < 3 ? left : 3);
        record.credits = new Credit[](count);
        for (uint256 i = 0; i < count; ++i) {
            uint256 points = _draw(0, 2) == 0 ? 1 : _draw(1, left - (count - 1 - i));
            left -= points;
            record.credits[i] = Credit(bytes32(_draw(0, 9)), _recipient(evaluator, points), uint32(points));
        }
    }

    function _drawContribution(address contributor) internal returns (Contribution memory record) {
        record.contributor = contributor;
        record.area = "learning";
        record.title = vm.toString(_draw(0, 99));
        record.coAuthors = new Author[](2);
        record.coAuthors[0] = Author(address(0xC0A), uint16(_draw(1, 5000)));
        record.coAuthors[1] = Author(address(0xC0B), uint16(_draw(1, 4999)));
        record.buildsOn = new bytes32[](_draw(0, 2));
        record.nonce = uint32(records);
    }

    /// @dev Gives a good record one defect.
    /// @return reason What the ledger will say of it; `SignatureInvalid` where somebody else must sign or send it.
    function _spoil(Evaluation memory record) internal returns (Refusal reason) {
        uint256 defect = _draw(0, EVALUATION_DEFECTS - 1);
        Credit memory last = record.credits[record.credits.length - 1];
        if (defect == 0) (record.credits, reason) = (new Credit[](_draw(0, 1) * 65), Refusal.CreditCount);
        else if (defect == 1) (record.epoch, reason) = (record.epoch ^ uint32(_draw(1, 3)), Refusal.WrongEpoch);
        else if (defect == 2) (record.evaluator, reason) = (_stranger(), Refusal.UnknownMember);
        else if (defect == 3) (record.nonce, reason) = (record.nonce + uint32(_draw(1, 2)), Refusal.WrongNonce);
        else if (defect == 4) (last.points, reason) = (0, Refusal.ZeroPoints);
        else if (defect == 5) (last.recipient, reason) = (record.evaluator, Refusal.SelfCredit);
        else if (defect == 6) (last.recipient, reason) = (address(0), Refusal.ZeroRecipient);
        else if (defect == 7 && !_introduces(record.evaluator, 1)) {
            (last.recipient, last.points, reason) = (_stranger(), 1, Refusal.NotIntroduced);
        } else if (defect == 8) {
            last.points += uint32(_left(record)) + 1;
            reason = Refusal.OverBudget;
        } else {
            reason = Refusal.SignatureInvalid;
        }
    }

    function _spoil(Contribution memory record) internal returns (Refusal reason) {
        uint256 defect = _draw(0, CONTRIBUTION_DEFECTS - 1);
        if (defect == 0) (record.area, reason) = (_draw(0, 1) == 0 ? "" : string(new bytes(33)), Refusal.AreaLength);
        else if (defect == 1) (record.title, reason) = (string(new bytes(141)), Refusal.TitleLength);
        else if (defect == 2) (record.coAuthors[1].account, reason) = (address(0xC0A), Refusal.CoAuthorRepeated);
        else if (defect == 3) (record.coAuthors[0].shareBp, reason) = (10_000, Refusal.ShareOutOfRange);
        else if (defect == 4) (record.uri, reason) = (string(new bytes(257)), Refusal.UriLength);
        else reason = Refusal.SignatureInvalid;
    }

    /// @dev A signature that the account accepts, or one that it does not.
    function _sign(address account, bytes32 digest, bool good) internal returns (bytes memory) {
        if (account == strangeWallet) {
            uint256 answer = _draw(uint256(StrangeWallet.Answer.No), uint256(StrangeWallet.Answer.Invalid));
            if (answer == uint256(StrangeWallet.Answer.HugeYes)) answer = uint256(StrangeWallet.Answer.AllGas);
            return abi.encode(good ? StrangeWallet.Answer.Yes : StrangeWallet.Answer(answer), _draw(0, 1) * 200_000);
        }
        return signed(good ? signers[account] : keyOf(uint256(digest)), digest);
    }

    function _noteContribution(bytes32 digest) internal {
        logHead = keccak256(bytes.concat(logHead, digest));
        ++records;
    }

    function _noteEvaluation(Evaluation memory record, bytes32 digest) internal {
        logHead = keccak256(bytes.concat(logHead, digest));
        ++records;
        ++nonces[record.epoch][record.evaluator];
        uint32 from = uint32(places[record.evaluator] - 1);
        for (uint256 i = 0; i < record.credits.length; ++i) {
            Credit memory credit = record.credits[i];
            if (places[credit.recipient] == 0) _enter(credit.recipient);
            uint32 to = uint32(places[credit.recipient] - 1);
            bytes memory link = abi.encodePacked(rows[record.epoch][to], from, credit.points);
            rows[record.epoch][to] = bytes28(keccak256(link));
            spent[record.epoch][record.evaluator] += credit.points;
            given[record.epoch].push(Given(from, to, credit.points));
        }
    }

    /// @dev The ledger said of each record what it had to, in this order, and numbered those it took without a hole.
    function _checkLogs(Outcome[] memory outcomes, uint64 firstSequence) internal {
        Vm.Log[] memory logs = vm.getRecordedLogs();
        uint256 next = 0;
        for (uint256 i = 0; i < logs.length; ++i) {
            if (logs[i].topics[0] == ILedger.MemberRegistered.selector) continue;
            assertEq(logs[i].emitter, address(ledger));
            Outcome memory expected = outcomes[next++];
            if (logs[i].topics[0] == ILedger.RecordSkipped.selector) {
                assertEq(logs[i].topics[1], expected.digest, "digest");
                assertEq(abi.decode(logs[i].data, (uint256)), uint256(expected.reason), "reason");
            } else {
                assertEq(uint256(expected.reason), uint256(Refusal.None), "was taken");
                assertEq(uint256(logs[i].topics[1]), firstSequence++, "hole");
            }
        }
        assertEq(next, outcomes.length, "records");
    }

    function _recipient(address evaluator, uint256 points) private returns (address recipient) {
        if (_hasRoom() && _draw(0, 2) == 0 && _introduces(evaluator, points)) return _newcomer();
        recipient = _anybody();
        if (recipient == evaluator) recipient = people[places[evaluator] % people.length];
    }

    function _left(Evaluation memory record) private view returns (uint256 left) {
        left = settlement.termsOf(record.epoch).pointsPerEpoch - spent[record.epoch][record.evaluator];
        for (uint256 i = 0; i < record.credits.length; ++i) {
            left -= record.credits[i].points;
        }
    }

    function _introduces(address evaluator, uint256 points) private view returns (bool) {
        uint32 demand = settlement.termsOf(settlement.openEpoch()).introductionPoints;
        uint32 budget = settlement.termsOf(settlement.openEpoch()).pointsPerEpoch;
        uint256 weight = reputation.reputationOf(evaluator);
        uint256 needed = (demand < budget ? demand : budget) * reputation.totalReputation();
        return weight != 0 && points * weight >= needed;
    }
}
