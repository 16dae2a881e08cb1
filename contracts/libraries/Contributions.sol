// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Contribution, ILedger} from "../interfaces/ILedger.sol";

/// @title Contributions
/// @notice A contribution as the log carries it: all fields but the contributor, ABI-encoded in one piece of memory. What is
/// checked, hashed and logged are these bytes, so nothing can be logged that was not signed.
/// @dev Assembly throughout because Solidity walks through calldata anew for every field it is asked for, and copies texts
/// once to hash them and once more to log them, all of which costs more than the signature.
library Contributions {
    // Where the offsets of the fields that have a length stand.
    uint256 internal constant AREA = 0x00;
    uint256 internal constant TITLE = 0x20;
    uint256 internal constant URI = 0x40;
    uint256 internal constant CO_AUTHORS = 0x80;
    uint256 internal constant BUILDS_ON = 0xa0;

    bytes32 private constant AUTHOR = keccak256("Author(address account,uint16 shareBp)");
    bytes32 private constant CONTRIBUTION = keccak256(
        "Contribution(address contributor,string area,string title,string uri,bytes32 contentHash,"
        "Author[] coAuthors,bytes32[] buildsOn,uint32 nonce)Author(address account,uint16 shareBp)"
    );

    /// @notice The fields of {ILedger-ContributionTaken}, in the one encoding that is strict: `area, title, uri, contentHash,
    /// coAuthors, buildsOn, nonce`.
    /// @dev Reverts when a field does not lie in calldata or has dirty upper bits: one contribution would have many hashes.
    /// Fields may lie in calldata in any order and overlap, and padding may be dirty there: none of it is copied.
    function encode(Contribution calldata record) internal pure returns (bytes memory fields) {
        // Takes its memory as Solidity does: from the free pointer on, which it moves behind the last word. The head of the
        // record behind the contributor is that of the fields, but for the offsets. No sum can wrap: offsets and lengths are
        // below 2^64, and Solidity has checked that the head ends within calldata. It compares offsets signed, so a record may
        // begin before calldata, where everything reads as zero: its author too, for whom nobody signs.
        assembly ("memory-safe") {
            // Copies a field of `unit` bytes per length to `end`, and says where it ends there. The last word is cleared
            // first, which is the length if that is zero: memory that was free may be dirty, and bytes need not fill it.
            function copied(record_, start, field, unit, end) -> next {
                let place := add(start, field)
                let offset := mload(place)
                let source := add(record_, offset)
                let length := calldataload(source)
                let size := mul(length, unit)
                source := add(source, 0x20)
                if or(shr(64, or(offset, length)), gt(add(source, size), calldatasize())) { revert(0, 0) }
                mstore(place, sub(end, start))
                mstore(end, length)
                next := add(end, and(add(size, 0x3f), not(0x1f)))
                mstore(sub(next, 0x20), 0)
                calldatacopy(add(end, 0x20), source, size)
            }
            fields := mload(0x40)
            let start := add(fields, 0x20)
            calldatacopy(start, add(record, 0x20), 0xe0)
            let end := copied(record, start, AREA, 1, add(start, 0xe0))
            end := copied(record, start, TITLE, 1, end)
            end := copied(record, start, URI, 1, end)
            let authors := add(end, 0x20)
            end := copied(record, start, CO_AUTHORS, 0x40, end)
            let dirt := shr(32, mload(add(start, 0xc0)))
            for {} lt(authors, end) { authors := add(authors, 0x40) } {
                dirt := or(dirt, or(shr(160, mload(authors)), shr(16, mload(add(authors, 0x20)))))
            }
            if dirt { revert(0, 0) }
            end := copied(record, start, BUILDS_ON, 0x20, end)
            mstore(fields, sub(end, start))
            mstore(0x40, end)
        }
    }

    /// @notice How many bytes or elements the field has: one of those above.
    function lengthOf(bytes memory fields, uint256 field) internal pure returns (uint256 length) {
        // Follows the offset that `encode` wrote.
        assembly ("memory-safe") {
            let start := add(fields, 0x20)
            length := mload(add(start, mload(add(start, field))))
        }
    }

    /// @notice Co-author `i`, which must be less than their number.
    function coAuthor(bytes memory fields, uint256 i) internal pure returns (address account, uint256 shareBp) {
        // Follows the offset that `encode` wrote to words that it found clean.
        assembly ("memory-safe") {
            let start := add(fields, 0x20)
            let author := add(add(start, mload(add(start, CO_AUTHORS))), add(0x20, shl(6, i)))
            account := mload(author)
            shareBp := mload(add(author, 0x20))
        }
    }

    /// @notice The EIP-712 struct hash, which is the id. Texts are hashed as they stand, UTF-8 or not.
    function hash(bytes memory fields, address contributor) internal pure returns (bytes32 result) {
        bytes32 typeHash = CONTRIBUTION;
        bytes32 authorType = AUTHOR;
        // Built beyond the free memory pointer, which it leaves: the nine words of the struct, the hashes of the co-authors,
        // and behind them one co-author after its type. The mask keeps dirty upper bits out of the hash, should the compiler
        // not have cleaned the address.
        assembly ("memory-safe") {
            function textHash(start, field) -> value {
                let text := add(start, mload(add(start, field)))
                value := keccak256(add(text, 0x20), mload(text))
            }
            let start := add(fields, 0x20)
            let struct := mload(0x40)
            mstore(struct, typeHash)
            mstore(add(struct, 0x20), shr(96, shl(96, contributor)))
            mstore(add(struct, 0x40), textHash(start, AREA))
            mstore(add(struct, 0x60), textHash(start, TITLE))
            mstore(add(struct, 0x80), textHash(start, URI))
            mstore(add(struct, 0xa0), mload(add(start, 0x60)))
            let list := add(start, mload(add(start, CO_AUTHORS)))
            let size := shl(5, mload(list))
            let hashes := add(struct, 0x120)
            let encoded := add(hashes, size)
            mstore(encoded, authorType)
            for { let i := 0 } lt(i, size) { i := add(i, 0x20) } {
                mcopy(add(encoded, 0x20), add(add(list, 0x20), shl(1, i)), 0x40)
                mstore(add(hashes, i), keccak256(encoded, 0x60))
            }
            mstore(add(struct, 0xc0), keccak256(hashes, size))
            list := add(start, mload(add(start, BUILDS_ON)))
            mstore(add(struct, 0xe0), keccak256(add(list, 0x20), shl(5, mload(list))))
            mstore(add(struct, 0x100), mload(add(start, 0xc0)))
            result := keccak256(struct, 0x120)
        }
    }

    /// @notice Emits {ILedger-ContributionTaken}.
    function log(bytes memory fields, uint64 sequence, address contributor) internal {
        bytes32 selector = ILedger.ContributionTaken.selector;
        // The data of the event is what `encode` made; Solidity would encode it once more. The masks keep dirty upper bits
        // out of the topics.
        assembly ("memory-safe") {
            log3(
                add(fields, 0x20),
                mload(fields),
                selector,
                and(sequence, 0xffffffffffffffff),
                shr(96, shl(96, contributor))
            )
        }
    }
}
