// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

/// @title Rows
/// @notice A row is the chain over the credits an account received in an epoch, `first28(keccak(chain28 ‖ from4 ‖ points4))`
/// from zero on; {Evaluations-chain} extends it. It is stored with its epoch, `chain28 ‖ epoch4`, in one of two slots that are
/// reused for ever: the even epochs in one and the odd ones in the other.
library Rows {
    /// @notice The chain of `epoch` in the slot of that epoch: zero before its first credit, and as soon as a later epoch has
    /// taken the slot.
    function chainOf(bytes32 slot, uint32 epoch) internal pure returns (bytes28) {
        return uint32(uint256(slot)) == epoch ? bytes28(slot) : bytes28(0);
    }
}
