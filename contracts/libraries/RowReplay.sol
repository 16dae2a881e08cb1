// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {ISettlement} from "../interfaces/ISettlement.sol";
import {Pages} from "./Pages.sol";

/// @title RowReplay
/// @notice Replays the credits of a row over a posted vector of influence: its chain, and the sum that its value is made of.
library RowReplay {
    /// @notice Where the pages of a vector stand in calldata.
    struct Vector {
        uint256 members;
        /// By page number; 0 for a page that was not given.
        uint256[] offsets;
    }

    /// @notice How far a row is replayed.
    struct Replay {
        /// Chain over the credits so far.
        bytes28 chain;
        /// Number of credits so far.
        uint32 credits;
        /// Influence of each giver times the points given, summed.
        uint256 sum;
    }

    /// @notice Bytes of one credit: number of the giver, points.
    uint256 internal constant CREDIT_BYTES = 8;

    /// @notice A vector of which no page is given yet.
    function vector(uint256 members) internal pure returns (Vector memory) {
        return Vector(members, new uint256[](Pages.count(members)));
    }

    /// @notice Adds a page whose number is the vector's and whose hash the caller has checked.
    function add(Vector memory self, uint256 page, bytes calldata values) internal pure {
        uint256 offset;
        // Solidity has no word for where bytes stand in calldata.
        assembly ("memory-safe") {
            offset := values.offset
        }
        self.offsets[page] = offset;
    }

    /// @notice The influence of a member below the vector's end, whose page was given.
    function influenceOf(Vector memory self, uint256 member) internal pure returns (uint256) {
        return _valueAt(self.offsets, member);
    }

    /// @dev Read without Solidity's checks because a replay does it for every credit: the member is below the end, so there
    /// is an entry for his page, whose hash was compared.
    function _valueAt(uint256[] memory offsets, uint256 member) private pure returns (uint256 value) {
        uint256 offset;
        assembly ("memory-safe") {
            offset := mload(add(add(offsets, 32), shl(5, shr(6, member))))
        }
        if (offset == 0) revert ISettlement.UnknownPage(uint32(Pages.pageOf(member)));
        assembly ("memory-safe") {
            value := shr(192, calldataload(add(offset, shl(3, and(member, 63)))))
        }
    }

    /// @notice Begins anew, in the memory that the replay has.
    function restart(Replay memory self) internal pure {
        (self.chain, self.credits, self.sum) = (0, 0, 0);
    }

    /// @notice Carries a replay on over credits as the ledger chains them, `chain = first28(keccak(chain28 ‖ from4 ‖
    /// points4))`, until its chain is `end` or no whole credit is left.
    /// @return rest What was not read.
    function carry(Replay memory self, Vector memory x, bytes28 end, bytes calldata credits)
        internal
        pure
        returns (bytes calldata rest)
    {
        (bytes28 chain, uint256 sum, uint256 length) = _carry(self.chain, x, end, credits);
        self.chain = chain;
        self.credits += uint32(length / CREDIT_BYTES);
        self.sum += sum;
        rest = credits[length:];
    }

    /// @dev What the credits make of the chain, what they add to the sum, and how many bytes of them were read.
    function _carry(bytes32 chain, Vector memory x, bytes32 end, bytes calldata credits)
        private
        pure
        returns (bytes28, uint256 sum, uint256 length)
    {
        uint256 members = x.members;
        uint256[] memory offsets = x.offsets;
        // Assembly because this loop is most of what a proof costs, and packing in Solidity takes new memory for every credit.
        // It stops at a credit that counts for nothing, so it reads an offset only where the vector has a page. Two chains are
        // equal where the bits that differ are all in the last four bytes, which a chain has not; the credit overwrites them
        // in the word that is hashed. 28 + 32 bytes fit scratch space. A product is below 2^96, and no calldata holds 2^64
        // credits; the length ends at the whole ones.
        assembly ("memory-safe") {
            let whole := and(credits.length, not(7))
            for {} lt(length, whole) { length := add(length, 8) } {
                if iszero(shr(32, xor(chain, end))) { break }
                let credit := calldataload(add(credits.offset, length))
                let giver := shr(224, credit)
                if iszero(lt(giver, members)) { break }
                let offset := mload(add(add(offsets, 0x20), shl(5, shr(6, giver))))
                if iszero(offset) { break }
                mstore(0, chain)
                mstore(28, credit)
                chain := keccak256(0, 36)
                let value := shr(192, calldataload(add(offset, shl(3, and(giver, 63)))))
                sum := add(sum, mul(value, and(shr(192, credit), 0xffffffff)))
            }
        }
        if (bytes28(chain) != bytes28(end) && credits.length - length >= CREDIT_BYTES) {
            uint32 giver = uint32(bytes4(credits[length:]));
            if (giver >= members) revert ISettlement.UnknownMember(giver);
            revert ISettlement.UnknownPage(uint32(Pages.pageOf(giver)));
        }
        return (bytes28(chain), sum, length);
    }
}
