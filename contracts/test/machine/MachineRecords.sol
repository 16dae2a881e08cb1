// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Contribution, Evaluation, ILedger, Refusal} from "../../interfaces/ILedger.sol";
import {MachineLog} from "./MachineLog.sol";

/// @notice Actions on the ledger: records sent by their authors or relayed in batches; good, defective, repeated, front-run.
abstract contract MachineRecords is MachineLog {
    /// @dev A batch while it is drawn: what the ledger must make of it is known as each record is added.
    struct Batch {
        ILedger.SignedContribution[] contributions;
        ILedger.SignedEvaluation[] evaluations;
        Outcome[] outcomes;
        uint256 taken;
    }

    function evaluate(uint256 seed) external turn(seed) {
        Evaluation memory record = _drawEvaluation(_anybody());
        if (record.credits.length == 0) return;
        if (_draw(0, 2) == 0) _evaluateBadly(record);
        else _evaluate(record);
    }

    function contribute(uint256 seed) external turn(seed) {
        // Contributors need no membership.
        Contribution memory record = _drawContribution(_draw(0, 1) == 0 ? _anybody() : _stranger());
        if (_draw(0, 2) == 0) return _contributeBadly(record);
        bytes32 digest = ledger.contributionDigest(record);
        vm.prank(record.contributor);
        ledger.contribute(record);
        _noteContribution(digest);
    }

    function relay(uint256 seed) external turn(seed) {
        Batch memory batch;
        batch.contributions = new ILedger.SignedContribution[](_draw(0, 2));
        batch.evaluations = new ILedger.SignedEvaluation[](_draw(0, 3));
        batch.outcomes = new Outcome[](batch.contributions.length + batch.evaluations.length);
        uint64 first = records + 1;
        for (uint256 i = 0; i < batch.contributions.length; ++i) {
            _addContribution(batch, i);
        }
        for (uint256 i = 0; i < batch.evaluations.length; ++i) {
            _addEvaluation(batch, i);
        }
        vm.recordLogs();
        vm.prank(_party());
        assertEq(ledger.relay(batch.contributions, batch.evaluations), batch.taken, "taken");
        _checkLogs(batch.outcomes, first);
    }

    /// @dev What a relayer brings has been taken already, from its author or from another relayer: the rest is taken.
    function relayFrontRun(uint256 seed) external turn(seed) {
        Evaluation memory early = _drawEvaluation(_anybody());
        if (early.credits.length == 0) return;
        bytes memory signature = _sign(early.evaluator, ledger.evaluationDigest(early), true);
        Evaluation memory other = _drawEvaluation(people[places[early.evaluator] % people.length]);
        _evaluate(early);
        ILedger.SignedEvaluation[] memory batch = new ILedger.SignedEvaluation[](2);
        batch[0] = ILedger.SignedEvaluation(early, signature);
        if (other.credits.length == 0) other = early;
        bytes32 digest = ledger.evaluationDigest(other);
        batch[1] = ILedger.SignedEvaluation(other, _sign(other.evaluator, digest, true));
        Outcome[] memory outcomes = new Outcome[](2);
        outcomes[0] = Outcome(ledger.evaluationDigest(early), Refusal.WrongNonce);
        outcomes[1] = Outcome(digest, other.evaluator == early.evaluator ? Refusal.WrongNonce : Refusal.None);
        uint64 first = records + 1;
        vm.recordLogs();
        ledger.relay(new ILedger.SignedContribution[](0), batch);
        _checkLogs(outcomes, first);
        if (outcomes[1].reason == Refusal.None) _noteEvaluation(other, digest);
    }

    function _evaluate(Evaluation memory record) private {
        bytes32 digest = ledger.evaluationDigest(record);
        vm.prank(record.evaluator);
        ledger.evaluate(record);
        _noteEvaluation(record, digest);
    }

    function _evaluateBadly(Evaluation memory record) private {
        Refusal reason = _spoil(record);
        vm.expectRevert(abi.encodeWithSelector(ILedger.RecordRefused.selector, reason));
        vm.prank(reason == Refusal.SignatureInvalid ? address(0xBAD) : record.evaluator);
        ledger.evaluate(record);
    }

    function _contributeBadly(Contribution memory record) private {
        Refusal reason = _spoil(record);
        vm.expectRevert(abi.encodeWithSelector(ILedger.RecordRefused.selector, reason));
        vm.prank(reason == Refusal.SignatureInvalid ? address(0xBAD) : record.contributor);
        ledger.contribute(record);
    }

    function _addContribution(Batch memory batch, uint256 index) private {
        Contribution memory record = _drawContribution(_anybody());
        Refusal reason = _draw(0, 2) == 0 ? _spoil(record) : Refusal.None;
        bytes32 digest = ledger.contributionDigest(record);
        bytes memory signature = _sign(record.contributor, digest, reason != Refusal.SignatureInvalid);
        batch.contributions[index] = ILedger.SignedContribution(record, signature);
        batch.outcomes[index] = Outcome(digest, reason);
        if (reason != Refusal.None) return;
        _noteContribution(digest);
        ++batch.taken;
    }

    function _addEvaluation(Batch memory batch, uint256 index) private {
        uint256 place = batch.contributions.length + index;
        Evaluation memory record = _drawEvaluation(_anybody());
        Refusal reason = Refusal.None;
        if (index != 0 && _draw(0, 4) == 0) {
            batch.evaluations[index] = batch.evaluations[index - 1];
            reason = batch.outcomes[place - 1].reason;
            if (reason == Refusal.None) reason = Refusal.WrongNonce;
            batch.outcomes[place] = Outcome(batch.outcomes[place - 1].digest, reason);
            return;
        }
        if (record.credits.length == 0) reason = Refusal.CreditCount;
        else if (_draw(0, 2) == 0) reason = _spoil(record);
        bytes32 digest = ledger.evaluationDigest(record);
        bytes memory signature = _sign(record.evaluator, digest, reason != Refusal.SignatureInvalid);
        batch.evaluations[index] = ILedger.SignedEvaluation(record, signature);
        batch.outcomes[place] = Outcome(digest, reason);
        if (reason != Refusal.None) return;
        _noteEvaluation(record, digest);
        ++batch.taken;
    }
}
