// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

/// @title Rows
/// @notice The chains over the credits an account received in the open epoch and in the one before, in two slots that are
/// reused for ever: `chain28 ‖ epoch4`, the even epochs in one and the odd ones in the other.
library Rows {
    struct Pair {
        bytes32[2] slots;
    }

    /// @notice Whether a credit was ever written where those of `epoch` stand. An untouched slot says nothing.
    function isTouched(Pair storage pair, uint32 epoch) internal view returns (bool) {
        return pair.slots[epoch & 1] != 0;
    }

    /// @notice The chain of `epoch`: zero before its first credit, and as soon as a later epoch has taken its slot.
    function read(Pair storage pair, uint32 epoch) internal view returns (bytes28) {
        bytes32 slot = pair.slots[epoch & 1];
        return uint32(uint256(slot)) == epoch ? bytes28(slot) : bytes28(0);
    }

    /// @notice Adds a credit to the chain of `epoch`: `chain = first28(keccak(chain28 ‖ from4 ‖ points4))`.
    function extend(Pair storage pair, uint32 epoch, uint32 from, uint32 points) internal {
        pair.slots[epoch & 1] = bytes32(next(read(pair, epoch), from, points)) | bytes32(uint256(epoch));
    }

    /// @notice The chain after one more credit.
    function next(bytes28 chain, uint32 from, uint32 points) internal pure returns (bytes28 result) {
        // Assembly because packing in Solidity takes new memory for every credit. The masks keep dirty upper bits of a value
        // that Solidity has not cleaned out of the hash.
        assembly ("memory-safe") {
            mstore(0x00, or(and(chain, not(0xffffffff)), and(from, 0xffffffff)))
            mstore(0x20, shl(224, points))
            result := and(keccak256(0x00, 0x24), not(0xffffffff))
        }
    }
}
