// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Contribution, Credit, Evaluation, ILedger} from "../interfaces/ILedger.sol";
import {LedgerFixture} from "./support/LedgerFixture.sol";
import {Vm} from "./support/Vm.sol";

/// @notice Calldata that no encoder makes: words replaced by offsets, lengths and dirt. Whatever the ledger takes, the head
/// is the chain over the digest of what it logs.
contract LedgerCalldataTest is LedgerFixture {
    /// hardhat-config: fuzz.runs = 2000
    function test_evaluate_mangledCalldata_logsWhatItHashes(uint256 seed) external {
        Evaluation memory record = with(with(evaluation(10), founders[2], 20), address(0xBEEF), 6000);
        Vm.Log[] memory logs = _send(abi.encodeCall(ILedger.evaluate, (record)), seed);
        for (uint256 i = 0; i < logs.length; ++i) {
            if (logs[i].topics[0] != ILedger.EvaluationTaken.selector) continue;
            Evaluation memory logged;
            logged.evaluator = address(uint160(uint256(logs[i].topics[2])));
            (logged.epoch, logged.nonce, logged.credits) = abi.decode(logs[i].data, (uint32, uint32, Credit[]));
            assertEq(ledger.head(), keccak256(abi.encodePacked(bytes32(0), digestOf(logged))), "head");
        }
    }

    /// hardhat-config: fuzz.runs = 2000
    function test_contribute_mangledCalldata_logsWhatItHashes(uint256 seed) external {
        Vm.Log[] memory logs = _send(abi.encodeCall(ILedger.contribute, (contribution(founders[0]))), seed);
        for (uint256 i = 0; i < logs.length; ++i) {
            if (logs[i].topics[0] != ILedger.ContributionTaken.selector) continue;
            Contribution memory logged = abi.decode(logs[i].data, (Contribution));
            assertEq(address(uint160(uint256(logs[i].topics[2]))), logged.contributor);
            assertEq(ledger.head(), keccak256(abi.encodePacked(bytes32(0), digestOf(logged))), "head");
        }
    }

    function _send(bytes memory data, uint256 seed) private returns (Vm.Log[] memory) {
        uint256 words = (data.length - 4) / 32;
        for (uint256 n = 0; n < 1 + seed % 3; ++n) {
            seed = uint256(keccak256(abi.encode(seed)));
            uint256 place = 36 + 32 * ((seed >> 8) % words);
            uint256 small = (seed >> 32) % 24 * 32;
            uint256 kind = (seed >> 16) % 7;
            assembly {
                let at := add(data, place)
                let old := mload(at)
                switch kind
                case 0 { mstore(at, small) }
                case 1 { mstore(at, sub(0, small)) }
                case 2 { mstore(at, or(old, shl(and(seed, 0xff), 1))) }
                case 3 { mstore(at, add(old, 1)) }
                case 4 { mstore(at, seed) }
                case 5 { mstore(at, add(old, 32)) }
                default { mstore(at, sub(old, 32)) }
            }
        }
        if (seed & 1 == 0) data = bytes.concat(data, abi.encode(seed, seed >> 224));
        vm.recordLogs();
        vm.prank(founders[0]);
        (bool done,) = address(ledger).call(data);
        Vm.Log[] memory logs = vm.getRecordedLogs();
        assertEq(ledger.sequence(), done ? 1 : 0);
        return logs;
    }
}
