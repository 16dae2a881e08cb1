// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Author, Contribution, Credit, Evaluation} from "../interfaces/ILedger.sol";
import {Credits} from "./Credits.sol";

/// @title Records
/// @notice EIP-712 struct hashes of the records. Strings are hashed as they stand in calldata, UTF-8 or not.
library Records {
    using Credits for Credit[];

    bytes32 private constant AUTHOR = keccak256("Author(address account,uint16 shareBp)");
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
            abi.encode(EVALUATION, record.evaluator, record.epoch, record.nonce, record.credits.hash())
        );
    }

    function _hash(Author[] calldata authors) private pure returns (bytes32) {
        bytes32[] memory hashes = new bytes32[](authors.length);
        for (uint256 i = 0; i < hashes.length; ++i) {
            hashes[i] = keccak256(abi.encode(AUTHOR, authors[i].account, authors[i].shareBp));
        }
        return keccak256(abi.encodePacked(hashes));
    }
}
