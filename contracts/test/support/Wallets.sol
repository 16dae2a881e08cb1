// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IERC1271} from "@openzeppelin/contracts/interfaces/IERC1271.sol";
import {ECDSA} from "@openzeppelin/contracts/utils/cryptography/ECDSA.sol";
import {ILedger} from "../../interfaces/ILedger.sol";

/// @notice A contract account as it should be: it has signed what its owner signed.
contract OwnedWallet is IERC1271 {
    address private immutable _owner;

    constructor(address owner) {
        _owner = owner;
    }

    function isValidSignature(bytes32 digest, bytes memory signature) external view returns (bytes4) {
        (address signer,,) = ECDSA.tryRecover(digest, signature);
        return signer == _owner ? IERC1271.isValidSignature.selector : bytes4(0xffffffff);
    }
}

/// @notice A contract account that reads its signature as an order: what to answer, and how much gas to burn before.
contract StrangeWallet {
    enum Answer {
        Yes,
        No,
        One,
        DirtyYes,
        RightAlignedYes,
        Short,
        Nothing,
        RevertedYes,
        HugeGarbage,
        HugeYes,
        GreatestGarbage,
        Megabyte,
        Reenter,
        AllGas,
        Invalid
    }

    function isValidSignature(bytes32, bytes calldata order) external view returns (bytes4) {
        uint256 gasAtStart = gasleft();
        (Answer answer, uint256 burned) = abi.decode(order, (Answer, uint256));
        while (gasAtStart - gasleft() < burned) {}
        bytes32 yes = IERC1271.isValidSignature.selector;
        // Assembly because Solidity does not return what is malformed.
        if (answer == Answer.Yes) _return(yes, 32);
        if (answer == Answer.No) _return(0xffffffff00000000000000000000000000000000000000000000000000000000, 32);
        if (answer == Answer.One) _return(bytes32(uint256(1)), 32);
        if (answer == Answer.DirtyYes) _return(yes | bytes32(uint256(1)), 32);
        if (answer == Answer.RightAlignedYes) _return(yes >> 224, 32);
        if (answer == Answer.Short) _return(yes, 31);
        if (answer == Answer.Nothing) _return(0, 0);
        if (answer == Answer.HugeGarbage) _return(bytes32(uint256(1)), 200_000);
        if (answer == Answer.HugeYes) _return(yes, 200_000);
        // A third of a megabyte is what 300,000 gas can buy; a whole one costs 2,200,000.
        if (answer == Answer.GreatestGarbage) _return(bytes32(uint256(1)), 365_000);
        if (answer == Answer.Megabyte) _return(yes, 1_000_000);
        if (answer == Answer.Reenter) {
            bytes memory call = abi.encodeCall(
                ILedger.relay, (new ILedger.SignedContribution[](0), new ILedger.SignedEvaluation[](0))
            );
            (bool done,) = msg.sender.staticcall(call);
            _return(done ? yes : bytes32(0), 32);
        }
        if (answer == Answer.RevertedYes) {
            assembly {
                mstore(0, yes)
                revert(0, 32)
            }
        }
        while (answer == Answer.AllGas) {}
        assembly {
            invalid()
        }
    }

    function _return(bytes32 word, uint256 size) private pure {
        assembly {
            mstore(0, word)
            return(0, size)
        }
    }
}
