// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Credit, Evaluation, ILedger} from "../interfaces/ILedger.sol";

/// @title Evaluations
/// @notice An evaluation as the log carries it: all fields but the evaluator, ABI-encoded in one piece of memory. What is
/// checked, hashed and logged are these bytes, so nothing can be logged that was not signed.
/// @dev Assembly throughout because Solidity reads, encodes and copies credits one field at a time, which costs more than
/// all checks of a credit; an evaluation goes through its credits three times.
library Evaluations {
    bytes32 private constant CREDIT = keccak256("Credit(bytes32 contribution,address recipient,uint32 points)");
    bytes32 private constant EVALUATION = keccak256(
        "Evaluation(address evaluator,uint32 epoch,uint32 nonce,Credit[] credits)"
        "Credit(bytes32 contribution,address recipient,uint32 points)"
    );

    /// @notice The fields of {ILedger-EvaluationTaken}: `epoch, nonce, credits`.
    /// @dev Reverts, as Solidity does, when upper bits of a word are dirty: one evaluation would have many hashes.
    function encode(Evaluation calldata record) internal pure returns (bytes memory fields) {
        Credit[] calldata credits = record.credits;
        // Takes its memory as Solidity does: from the free pointer on, which it moves behind the last word. Solidity has
        // checked that the credits are fewer than 2^64 and end within calldata. It compares offsets signed, so a record may
        // begin before calldata, where everything reads as zero: its author too, for whom nobody signs.
        assembly ("memory-safe") {
            fields := mload(0x40)
            let size := mul(credits.length, 0x60)
            let next := add(fields, 0xa0)
            let end := add(next, size)
            mstore(fields, add(0x80, size))
            calldatacopy(add(fields, 0x20), add(record, 0x20), 0x40)
            mstore(add(fields, 0x60), 0x60)
            mstore(add(fields, 0x80), credits.length)
            calldatacopy(next, credits.offset, size)
            let numbers := or(mload(add(fields, 0x20)), mload(add(fields, 0x40)))
            let accounts := 0
            for {} lt(next, end) { next := add(next, 0x60) } {
                accounts := or(accounts, mload(add(next, 0x20)))
                numbers := or(numbers, mload(add(next, 0x40)))
            }
            if or(shr(160, accounts), shr(32, numbers)) { revert(0, 0) }
            mstore(0x40, end)
        }
    }

    /// @notice Epoch, nonce and the number of credits.
    function head(bytes memory fields) internal pure returns (uint32 epoch, uint32 nonce, uint256 count) {
        // Reads words that `encode` found clean.
        assembly ("memory-safe") {
            epoch := mload(add(fields, 0x20))
            nonce := mload(add(fields, 0x40))
            count := mload(add(fields, 0x80))
        }
    }

    /// @notice Recipient and points of credit `i`, which must be less than their number.
    function credit(bytes memory fields, uint256 i) internal pure returns (address recipient, uint32 points) {
        // Reads words that `encode` found clean.
        assembly ("memory-safe") {
            let place := add(fields, add(0xc0, mul(i, 0x60)))
            recipient := mload(place)
            points := mload(add(place, 0x20))
        }
    }

    /// @notice The first credits that need no closer look: how many they are and their points in all. They have points, and
    /// go to accounts with a row in `rows` that are not the evaluator. Who has a row is a member.
    function weighPlain(bytes memory fields, address evaluator, mapping(address account => bytes32) storage rows)
        internal
        view
        returns (uint256 credits, uint256 points)
    {
        // Looks a row up as Solidity does, in scratch space. No sum can wrap: 64 bits hold all points that fit calldata.
        assembly ("memory-safe") {
            let self := shr(96, shl(96, evaluator))
            let first := add(fields, 0xc0)
            let place := first
            let end := add(first, mul(mload(add(fields, 0x80)), 0x60))
            mstore(0x20, rows.slot)
            for {} lt(place, end) { place := add(place, 0x60) } {
                let recipient := mload(place)
                let given := mload(add(place, 0x20))
                mstore(0x00, recipient)
                if or(or(iszero(given), eq(recipient, self)), iszero(sload(keccak256(0x00, 0x40)))) { break }
                points := add(points, given)
            }
            credits := div(sub(place, first), 0x60)
        }
    }

    /// @notice Extends the rows of all recipients, in `epoch`, by the credits of member `giver`; see {Rows}.
    function chain(
        bytes memory fields,
        mapping(address account => bytes32) storage rows,
        uint32 epoch,
        uint32 giver
    ) internal {
        // Looks a row up as Solidity does. The tag of a slot that is xored with the epoch leaves zeros in its place if it is
        // that epoch; otherwise the chain starts from zero. The masks keep dirty upper bits out of the hash and the slot.
        assembly ("memory-safe") {
            let tag := and(epoch, 0xffffffff)
            let self := and(giver, 0xffffffff)
            let place := add(fields, 0xc0)
            let end := add(place, mul(mload(add(fields, 0x80)), 0x60))
            for {} lt(place, end) { place := add(place, 0x60) } {
                mstore(0x00, mload(place))
                mstore(0x20, rows.slot)
                let slot := keccak256(0x00, 0x40)
                let row := xor(sload(slot), tag)
                row := mul(row, iszero(and(row, 0xffffffff)))
                mstore(0x00, or(row, self))
                mstore(0x20, shl(224, mload(add(place, 0x20))))
                sstore(slot, or(and(keccak256(0x00, 0x24), not(0xffffffff)), tag))
            }
        }
    }

    /// @notice The EIP-712 struct hash.
    function hash(bytes memory fields, address evaluator) internal pure returns (bytes32 result) {
        bytes32 typeHash = EVALUATION;
        bytes32 creditType = CREDIT;
        // Built beyond the free memory pointer, which it leaves: the five words of the struct, the hashes of the credits,
        // and behind them one credit after its type. The mask keeps dirty upper bits out of the hash, should the compiler not
        // have cleaned the address.
        assembly ("memory-safe") {
            let struct := mload(0x40)
            mstore(struct, typeHash)
            mstore(add(struct, 0x20), shr(96, shl(96, evaluator)))
            mcopy(add(struct, 0x40), add(fields, 0x20), 0x40)
            let hashes := add(struct, 0xa0)
            let size := shl(5, mload(add(fields, 0x80)))
            let encoded := add(hashes, size)
            let source := add(fields, 0xa0)
            mstore(encoded, creditType)
            for { let next := hashes } lt(next, encoded) { next := add(next, 0x20) } {
                mcopy(add(encoded, 0x20), source, 0x60)
                mstore(next, keccak256(encoded, 0x80))
                source := add(source, 0x60)
            }
            mstore(add(struct, 0x80), keccak256(hashes, size))
            result := keccak256(struct, 0xa0)
        }
    }

    /// @notice Emits {ILedger-EvaluationTaken}.
    function log(bytes memory fields, uint64 sequence, address evaluator) internal {
        bytes32 selector = ILedger.EvaluationTaken.selector;
        // The data of the event is what `encode` made; Solidity would encode it once more. The masks keep dirty upper bits
        // out of the topics.
        assembly ("memory-safe") {
            log3(
                add(fields, 0x20),
                mload(fields),
                selector,
                and(sequence, 0xffffffffffffffff),
                shr(96, shl(96, evaluator))
            )
        }
    }
}
