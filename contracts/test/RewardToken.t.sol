// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IRewardToken} from "../interfaces/IRewardToken.sol";
import {RewardToken} from "../RewardToken.sol";
import {Test} from "./support/Test.sol";

contract RewardTokenTest is Test {
    address private constant SETTLEMENT = address(0x5E77);

    RewardToken private token;

    function setUp() public {
        token = new RewardToken("Orchard", "ORC", SETTLEMENT);
    }

    function test_constructor_always_succeeds() public view {
        assertEq(token.name(), "Orchard");
        assertEq(token.symbol(), "ORC");
        assertEq(token.decimals(), 18);
        assertEq(token.settlement(), SETTLEMENT);
        assertEq(token.totalSupply(), 0);
    }

    function test_mint_bySettlement_succeeds(address account, uint128 first, uint128 second) public {
        vm.assume(account != address(0));
        vm.startPrank(SETTLEMENT);
        token.mint(account, first);
        token.mint(account, second);
        vm.stopPrank();
        assertEq(token.balanceOf(account), uint256(first) + second);
        assertEq(token.totalSupply(), uint256(first) + second);
    }

    function test_mint_byAnother_reverts(address caller, address account, uint256 amount) public {
        vm.assume(caller != SETTLEMENT);
        vm.expectRevert(abi.encodeWithSelector(IRewardToken.NotSettlement.selector, caller));
        vm.prank(caller);
        token.mint(account, amount);
    }

    function test_permit_signedByHolder_succeeds(uint256 seed, address spender, uint256 value) public {
        vm.assume(spender != address(0));
        address holder = vm.addr(keyOf(seed));
        bytes32 permit = keccak256(
            abi.encode(
                keccak256("Permit(address owner,address spender,uint256 value,uint256 nonce,uint256 deadline)"),
                holder,
                spender,
                value,
                0,
                block.timestamp
            )
        );
        bytes32 digest = keccak256(abi.encodePacked(hex"1901", token.DOMAIN_SEPARATOR(), permit));
        (uint8 v, bytes32 r, bytes32 s) = vm.sign(keyOf(seed), digest);
        token.permit(holder, spender, value, block.timestamp, v, r, s);
        assertEq(token.allowance(holder, spender), value);
    }
}
