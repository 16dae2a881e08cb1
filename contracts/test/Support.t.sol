// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Test} from "./support/Test.sol";

contract SupportTest is Test {
    function failing() external pure {
        assertEq(uint256(1), uint256(2));
    }

    function failingBytes() external pure {
        assertEq(bytes32(uint256(1)), bytes32(0));
    }

    /// A base whose assertions pass by mistake would make every other test pass too.
    function test_assertEq_different_reverts() public {
        vm.expectRevert();
        this.failing();
        vm.expectRevert();
        this.failingBytes();
    }

    function test_bound_anyRange_succeeds(uint256 value, uint256 a, uint256 b) public pure {
        (uint256 minimum, uint256 maximum) = a < b ? (a, b) : (b, a);
        vm.assume(maximum - minimum < type(uint256).max);
        uint256 bounded = bound(value, minimum, maximum);
        assertGe(bounded, minimum);
        assertLe(bounded, maximum);
        assertEq(bound(bounded, minimum, maximum), bounded);
    }

    function test_signed_anyKey_succeeds(uint256 seed, bytes32 digest) public pure {
        uint256 key = keyOf(seed);
        bytes memory signature = signed(key, digest);
        assertEq(signature.length, 65);
        (uint8 v, bytes32 r, bytes32 s) = vm.sign(key, digest);
        assertEq(ecrecover(digest, v, r, s), vm.addr(key));
    }
}
