// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Test} from "./Test.sol";

/// @title Draws
/// @notice What a test draws from a seed: numbers, and calldata that no encoder makes.
abstract contract Draws is Test {
    uint256 private _entropy;

    function _seed(uint256 entropy) internal {
        _entropy = entropy;
    }

    function _draw(uint256 minimum, uint256 maximum) internal returns (uint256) {
        _entropy = uint256(keccak256(abi.encode(_entropy)));
        return bound(_entropy, minimum, maximum);
    }

    /// @dev Replaces none to `most` words of a call's arguments, where they stand: offsets, lengths and values alike.
    function _mangle(bytes memory data, uint256 most) internal returns (bytes memory) {
        uint256 words = (data.length - 4) / 32;
        for (uint256 changes = _draw(0, most); changes > 0; --changes) {
            uint256 place = 36 + 32 * _draw(0, words - 1);
            uint256 word;
            assembly ("memory-safe") {
                word := mload(add(data, place))
            }
            word = _otherWord(word, data.length);
            assembly ("memory-safe") {
                mstore(add(data, place), word)
            }
        }
        return data;
    }

    /// @dev Somewhere in calldata or below its beginning, near the word, a bit away from it, or anything.
    function _otherWord(uint256 word, uint256 length) private returns (uint256) {
        uint256 step = _draw(0, 1) == 0 ? _draw(1, 64) : 32 * _draw(0, length / 32);
        uint256 kind = _draw(0, 5);
        if (kind == 0) return step;
        if (kind == 1) return word ^ (1 << _draw(0, 255));
        if (kind == 2) return _draw(0, type(uint256).max);
        unchecked {
            // Offsets wrap, and so does what is drawn here.
            return kind == 3 ? 0 - step : kind == 4 ? word + step : word - step;
        }
    }
}
