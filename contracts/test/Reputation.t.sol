// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IReputation} from "../interfaces/IReputation.sol";
import {Reputation} from "../Reputation.sol";
import {Test} from "./support/Test.sol";

contract ReputationTest is Test {
    address private constant ALICE = address(0xA11CE);
    address private constant BOB = address(0xB0B);

    Reputation private reputation;

    function setUp() public {
        reputation = new Reputation(address(this));
    }

    function test_constructor_always_succeeds() public view {
        assertEq(reputation.settlement(), address(this));
        assertEq(reputation.decimals(), 9);
        assertEq(reputation.totalReputation(), 0);
        (, string memory name, string memory version, uint256 chain, address verifier,,) = reputation.eip712Domain();
        assertEq(name, "DecentralOrg Reputation");
        assertEq(version, "1");
        assertEq(chain, block.chainid);
        assertEq(verifier, address(reputation));
    }

    function test_set_byAnother_reverts(address caller, address account, uint256 value) public {
        vm.assume(caller != address(this));
        vm.expectRevert(abi.encodeWithSelector(IReputation.NotSettlement.selector, caller));
        vm.prank(caller);
        reputation.set(account, value);
    }

    function test_set_withoutDelegation_succeeds(address account, uint64 first, uint64 second) public {
        vm.assume(account != address(0));
        reputation.set(account, first);
        assertEq(reputation.delegates(account), account);
        assertEq(reputation.getVotes(account), first);
        reputation.set(account, second);
        assertEq(reputation.getVotes(account), second);
        assertEq(reputation.reputationOf(account), second);
        assertEq(reputation.totalReputation(), second);
    }

    function test_set_sameValue_succeeds(uint64 value) public {
        reputation.set(ALICE, value);
        vm.recordLogs();
        reputation.set(ALICE, value);
        assertEq(vm.getRecordedLogs().length, 0);
        assertEq(reputation.getVotes(ALICE), value);
    }

    function test_delegates_zeroAddress_succeeds() public view {
        assertEq(reputation.delegates(address(0)), address(0));
    }

    function test_delegate_toZero_succeeds(uint64 first, uint64 second) public {
        reputation.set(ALICE, first);
        vm.prank(ALICE);
        reputation.delegate(address(0));
        assertEq(reputation.delegates(ALICE), ALICE);
        assertEq(reputation.getVotes(ALICE), first);
        reputation.set(ALICE, second);
        assertEq(reputation.getVotes(ALICE), second);
        reputation.set(ALICE, 0);
        assertEq(reputation.getVotes(ALICE), 0);
        assertEq(reputation.getVotes(address(0)), 0);
    }

    function test_delegate_toZeroAfterAnother_succeeds(uint64 alice, uint64 bob) public {
        reputation.set(ALICE, alice);
        reputation.set(BOB, bob);
        vm.startPrank(ALICE);
        reputation.delegate(BOB);
        assertEq(reputation.getVotes(BOB), uint256(alice) + bob);
        assertEq(reputation.getVotes(ALICE), 0);
        reputation.delegate(address(0));
        vm.stopPrank();
        assertEq(reputation.getVotes(BOB), bob);
        assertEq(reputation.getVotes(ALICE), alice);
        reputation.set(ALICE, 0);
        assertEq(reputation.getVotes(ALICE), 0);
    }

    function test_delegateBySig_toZero_succeeds(uint256 seed, uint64 value) public {
        address account = vm.addr(keyOf(seed));
        reputation.set(account, value);
        bytes32 domain = keccak256(
            abi.encode(
                keccak256("EIP712Domain(string name,string version,uint256 chainId,address verifyingContract)"),
                keccak256("DecentralOrg Reputation"),
                keccak256("1"),
                block.chainid,
                address(reputation)
            )
        );
        bytes32 message = keccak256(
            abi.encode(
                keccak256("Delegation(address delegatee,uint256 nonce,uint256 expiry)"),
                address(0),
                0,
                block.timestamp
            )
        );
        (uint8 v, bytes32 r, bytes32 s) =
            vm.sign(keyOf(seed), keccak256(abi.encodePacked(hex"1901", domain, message)));
        reputation.delegateBySig(address(0), 0, block.timestamp, v, r, s);
        assertEq(reputation.nonces(account), 1);
        assertEq(reputation.delegates(account), account);
        reputation.set(account, 0);
        assertEq(reputation.getVotes(account), 0);
    }

    /// Whatever is set and delegated in whatever order: votes are where the delegates say, and none are lost.
    function test_set_anyHistory_succeeds(uint256 seed) public {
        address[4] memory accounts = [ALICE, BOB, address(0xCA501), address(0xDA7E)];
        uint256[4] memory own;
        address[4] memory delegatee = [ALICE, BOB, address(0xCA501), address(0xDA7E)];
        for (uint256 step = 0; step < 24; ++step) {
            uint256 draw = uint256(keccak256(abi.encode(seed, step)));
            uint256 who = draw % 4;
            if (draw & 16 == 0) {
                own[who] = uint64(draw >> 64);
                reputation.set(accounts[who], own[who]);
            } else {
                uint256 to = (draw >> 8) % 5;
                delegatee[who] = to == 4 ? accounts[who] : accounts[to];
                vm.prank(accounts[who]);
                reputation.delegate(to == 4 ? address(0) : accounts[to]);
            }
            uint256 total;
            for (uint256 i = 0; i < 4; ++i) {
                uint256 votes;
                for (uint256 j = 0; j < 4; ++j) {
                    if (delegatee[j] == accounts[i]) votes += own[j];
                }
                assertEq(reputation.getVotes(accounts[i]), votes, "votes");
                assertEq(reputation.reputationOf(accounts[i]), own[i], "own");
                assertEq(reputation.delegates(accounts[i]), delegatee[i]);
                total += own[i];
            }
            assertEq(reputation.totalReputation(), total, "total");
        }
    }

    function test_getPastVotes_afterTime_succeeds(uint64 first, uint64 second) public {
        vm.warp(1_000_000);
        reputation.set(ALICE, first);
        assertEq(reputation.clock(), 1_000_000);
        assertEq(reputation.CLOCK_MODE(), "mode=timestamp");
        vm.warp(1_000_010);
        reputation.set(ALICE, second);
        vm.warp(1_000_020);
        assertEq(reputation.getPastVotes(ALICE, 999_999), 0);
        assertEq(reputation.getPastVotes(ALICE, 1_000_009), first);
        assertEq(reputation.getPastVotes(ALICE, 1_000_010), second);
        assertEq(reputation.getPastTotalSupply(1_000_009), first);
        assertEq(reputation.getPastTotalSupply(1_000_019), second);
    }
}
