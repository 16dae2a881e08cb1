// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

/// @title Rows
/// @notice A row is the chain over the credits an account received in an epoch. It is stored with its epoch, `chain28 ‖
/// epoch4`, in one of two slots that are reused for ever: the even epochs in one and the odd ones in the other.
library Rows {
    /// @notice The chain of `epoch` in the slot of that epoch: zero before its first credit, and as soon as a later epoch has
    /// taken the slot.
    function chainOf(bytes32 slot, uint32 epoch) internal pure returns (bytes28) {
        return uint32(uint256(slot)) == epoch ? bytes28(slot) : bytes28(0);
    }

    /// @notice The slot after one more credit in `epoch`: `chain = first28(keccak(chain28 ‖ from4 ‖ points4))`.
    function extend(bytes32 slot, uint32 epoch, uint32 from, uint32 points) internal pure returns (bytes32 result) {
        bytes32 chain = chainOf(slot, epoch);
        // Assembly because packing in Solidity takes new memory for every credit. The masks keep dirty upper bits out of the
        // hash, should the compiler not have cleaned a value; the shift does so for the points.
        assembly ("memory-safe") {
            mstore(0x00, or(chain, and(from, 0xffffffff)))
            mstore(0x20, shl(224, points))
            result := or(and(keccak256(0x00, 0x24), not(0xffffffff)), and(epoch, 0xffffffff))
        }
    }
}
