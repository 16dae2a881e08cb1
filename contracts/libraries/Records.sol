// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Author, Contribution, Credit, Evaluation} from "../interfaces/ILedger.sol";

/// @title Records
/// @notice EIP-712 struct hashes of the records. Strings are hashed as they stand in calldata, UTF-8 or not.
library Records {
    bytes32 private constant AUTHOR = keccak256("Author(address account,uint16 shareBp)");
    bytes32 private constant CREDIT = keccak256("Credit(bytes32 contribution,address recipient,uint32 points)");
    bytes32 private constant CONTRIBUTION = keccak256(
        "Contribution(address contributor,string area,string title,string uri,bytes32 contentHash,"
        "Author[] coAuthors,bytes32[] buildsOn,uint32 nonce)Author(address account,uint16 shareBp)"
    );
    bytes32 private constant EVALUATION = keccak256(
        "Evaluation(address evaluator,uint32 epoch,uint32 nonce,Credit[] credits)"
        "Credit(bytes32 contribution,address recipient,uint32 points)"
    );

    /// @notice The struct hash of a contribution, which is its id.
    function hash(Contribution calldata record) internal pure returns (bytes32) {
        return keccak256(
            abi.encode(
                CONTRIBUTION,
                record.contributor,
                keccak256(bytes(record.area)),
                keccak256(bytes(record.title)),
                keccak256(bytes(record.uri)),
                record.contentHash,
                _hash(record.coAuthors),
                keccak256(abi.encodePacked(record.buildsOn)),
                record.nonce
            )
        );
    }

    /// @notice The struct hash of an evaluation.
    function hash(Evaluation calldata record) internal pure returns (bytes32) {
        return keccak256(
            abi.encode(EVALUATION, record.evaluator, record.epoch, record.nonce, _hash(record.credits))
        );
    }

    function _hash(Author[] calldata authors) private pure returns (bytes32) {
        bytes32[] memory hashes = new bytes32[](authors.length);
        for (uint256 i = 0; i < hashes.length; ++i) {
            hashes[i] = keccak256(abi.encode(AUTHOR, authors[i].account, authors[i].shareBp));
        }
        return keccak256(abi.encodePacked(hashes));
    }

    function _hash(Credit[] calldata credits) private pure returns (bytes32 result) {
        bytes32 typeHash = CREDIT;
        uint256 size = credits.length * 32;
        uint256 hashes;
        // Assembly because abi.encode takes new memory for every credit, and memory gets dearer the longer the batch is.
        // What is built here, the hashes and behind them one credit, lies beyond the free memory pointer and is forgotten.
        assembly ("memory-safe") {
            hashes := mload(0x40)
        }
        for (uint256 i = 0; i < credits.length; ++i) {
            // Read by Solidity, which refuses a recipient or points with dirty upper bits.
            Credit calldata credit = credits[i];
            bytes32 contribution = credit.contribution;
            address recipient = credit.recipient;
            uint256 points = credit.points;
            // Assembly for the reason above.
            assembly ("memory-safe") {
                let encoded := add(hashes, size)
                mstore(encoded, typeHash)
                mstore(add(encoded, 0x20), contribution)
                mstore(add(encoded, 0x40), recipient)
                mstore(add(encoded, 0x60), points)
                mstore(add(hashes, shl(5, i)), keccak256(encoded, 0x80))
            }
        }
        // Assembly for the reason above.
        assembly ("memory-safe") {
            result := keccak256(hashes, size)
        }
    }
}
