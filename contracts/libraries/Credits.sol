// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Credit} from "../interfaces/ILedger.sol";

/// @title Credits
/// @notice The credits of an evaluation as they stand in calldata: three words each, one after another.
/// @dev Assembly throughout because Solidity reads, encodes and copies them one field at a time, in memory that gets dearer
/// the longer the batch is; an evaluation goes through its credits three times. Solidity has checked, where it took the
/// array out of the record, that all of it lies in calldata.
library Credits {
    bytes32 private constant TYPE = keccak256("Credit(bytes32 contribution,address recipient,uint32 points)");

    /// @notice Recipient and points of credit `i`, which must be less than the number of credits.
    /// @dev Reverts, as Solidity does, when upper bits of a word are dirty: they would be logged with it.
    function read(Credit[] calldata credits, uint256 i) internal pure returns (address recipient, uint32 points) {
        assembly ("memory-safe") {
            let credit := add(credits.offset, mul(i, 0x60))
            recipient := calldataload(add(credit, 0x20))
            points := calldataload(add(credit, 0x40))
            if or(shr(160, recipient), shr(32, points)) { revert(0, 0) }
        }
    }

    /// @notice The EIP-712 hash of the array.
    /// @dev Reverts, as Solidity does, when upper bits of a word are dirty: one credit would have many digests. Built beyond
    /// the free memory pointer: the hashes, and behind them one credit after its type.
    function hash(Credit[] calldata credits) internal pure returns (bytes32 result) {
        bytes32 typeHash = TYPE;
        assembly ("memory-safe") {
            let hashes := mload(0x40)
            let size := shl(5, credits.length)
            let encoded := add(hashes, size)
            let credit := credits.offset
            mstore(encoded, typeHash)
            for { let next := hashes } lt(next, encoded) { next := add(next, 0x20) } {
                calldatacopy(add(encoded, 0x20), credit, 0x60)
                if or(shr(160, mload(add(encoded, 0x40))), shr(32, mload(add(encoded, 0x60)))) { revert(0, 0) }
                mstore(next, keccak256(encoded, 0x80))
                credit := add(credit, 0x60)
            }
            result := keccak256(hashes, size)
        }
    }
}
