// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IERC1271} from "@openzeppelin/contracts/interfaces/IERC1271.sol";
import {ECDSA} from "@openzeppelin/contracts/utils/cryptography/ECDSA.sol";
import {ILedger} from "../interfaces/ILedger.sol";

/// @title Signatures
/// @notice Whether an account signed a digest: by its key, or by its code where it has some (ERC-1271).
library Signatures {
    // What a contract account gets to look at a signature, whoever relays it.
    uint256 private constant ANSWER_GAS = 300_000;

    // 63/64 of this, less a warm call (100) and the loading of a delegate's code (EIP-7702, 2,600), is ANSWER_GAS or more.
    uint256 private constant GAS_TO_ASK = 310_000;

    /// @notice Whether `account` signed `digest`.
    /// @dev Keys come first: an account with a key keeps its signatures valid when it sets code (EIP-7702).
    function isFrom(bytes calldata signature, address account, bytes32 digest) internal view returns (bool) {
        return _isByKey(signature, account, digest) || (account.code.length > 0 && _isByCode(signature, account, digest));
    }

    /// @dev OpenZeppelin refuses a high `s`, a `v` that is neither 27 nor 28 and what recovers to zero; what has neither 65
    /// bytes nor 64 it takes for zeros, which recover to zero.
    function _isByKey(bytes calldata signature, address account, bytes32 digest) private pure returns (bool) {
        (uint8 v, bytes32 r, bytes32 s) = ECDSA.parseCalldata(signature);
        (address signer, ECDSA.RecoverError failure,) = ECDSA.tryRecover(digest, v, r, s);
        return failure == ECDSA.RecoverError.NoError && signer == account;
    }

    function _isByCode(bytes calldata signature, address account, bytes32 digest) private view returns (bool valid) {
        bytes memory question = abi.encodeCall(IERC1271.isValidSignature, (digest, signature));
        bytes32 yes = IERC1271.isValidSignature.selector;
        // Asked after the question is in memory: copying it costs the more the longer the signature is.
        uint256 left = gasleft();
        if (left < GAS_TO_ASK) revert ILedger.BatchStarved(left);
        // Assembly because a call in Solidity copies the whole answer, and its length is the account's choice: a long one
        // would take the gas of the records after it.
        assembly ("memory-safe") {
            mstore(0x00, 0)
            let answered := staticcall(ANSWER_GAS, account, add(question, 0x20), mload(question), 0x00, 0x20)
            valid := and(answered, and(gt(returndatasize(), 0x1f), eq(mload(0x00), yes)))
        }
    }
}
