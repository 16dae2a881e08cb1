// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Ledger} from "../Ledger.sol";
import {Parameters} from "../Parameters.sol";
import {Reputation} from "../Reputation.sol";
import {RewardToken} from "../RewardToken.sol";
import {Settlement} from "../Settlement.sol";
import {ISettlement} from "../interfaces/ISettlement.sol";
import {Organization} from "./support/Organization.sol";

contract SettlementGenesisTest is Organization {
    // EIP-7825: no transaction may use more.
    uint256 private constant TRANSACTION_GAS = 2 ** 24;

    /// hardhat-config: default.fuzz.runs = 24
    function test_constructor_anyFounders_succeeds(uint256 count, uint64 each) external {
        count = bound(count, 1, 64);
        each = uint64(bound(each, 1, 2 ** 53 / count));
        _create(_terms(), _founders(count, each));

        ISettlement.Posted memory genesis = settlement.finalSettlement();
        assertEq(genesis.submitter, address(0));
        assertEq(genesis.members, count);
        assertEq(genesis.reputation, count * each);
        assertEq(genesis.deadline, 0);
        assertEq(genesis.bond, 0);
        (bytes32 xHash, bytes32 stateHash) = settlement.finalPage(0);
        assertEq(xHash, keccak256(new bytes(count * 8)));
        assertEq(stateHash, keccak256(_before(0, 64)));
        assertEq(genesis.root, keccak256(abi.encodePacked(bytes32(0), xHash, stateHash)));
        for (uint256 i = 0; i < count; ++i) {
            assertEq(ledger.memberAt(uint32(i)), _person(i));
            assertEq(reputation.reputationOf(_person(i)), each);
            assertEq(reputation.getVotes(_person(i)), each);
        }
        assertEq(ledger.memberCount(), count);
        assertEq(settlement.openEpoch(), 0);
        assertEq(settlement.openedAt(), block.timestamp);
        assertEq(uint256(_stage()), uint256(ISettlement.Stage.Open));
        assertEq(abi.encode(settlement.termsOf(0)), abi.encode(_terms()));
    }

    function test_constructor_announcesGenesis_succeeds() external {
        ISettlement.Founder[] memory founders = _founders(2, 5);
        bytes memory state = abi.encodePacked(uint64(0), uint64(5), uint64(0), uint64(5));
        bytes32 root = keccak256(abi.encodePacked(bytes32(0), keccak256(new bytes(16)), keccak256(state)));
        address predicted = _createParts(_terms());
        vm.expectEmit(predicted);
        emit ISettlement.Founded(address(ledger), founders, root);
        vm.expectEmit(predicted);
        emit ISettlement.EpochOpened(0, 0, _terms(), 1e13);
        new Settlement(ledger, parameters, token, reputation, founders);
    }

    function test_constructor_mostFounders_fitsOneTransaction() external {
        ISettlement.Founder[] memory founders = _founders(64, 1e15 / 64);
        _createParts(_terms());
        bytes memory creation = bytes.concat(
            type(Settlement).creationCode, abi.encode(ledger, parameters, token, reputation, founders)
        );
        vm.cool(address(ledger));
        vm.cool(address(reputation));
        address created;
        uint256 before = gasleft();
        assembly ("memory-safe") {
            created := create(0, add(creation, 32), mload(creation))
        }
        uint256 used = before - gasleft();
        assertTrue(created != address(0));
        // A byte of calldata is counted as if none were zero.
        used += 21_000 + 16 * creation.length;
        assertLe(used, TRANSACTION_GAS);
    }

    function test_constructor_noFounders_reverts() external {
        _refuses(new ISettlement.Founder[](0), abi.encodeWithSelector(ISettlement.FounderCount.selector, 0));
    }

    function test_constructor_tooManyFounders_reverts() external {
        _refuses(_founders(65, 1), abi.encodeWithSelector(ISettlement.FounderCount.selector, 65));
    }

    /// hardhat-config: default.fuzz.runs = 12
    function test_constructor_founderTwice_reverts(uint256 first, uint256 second) external {
        ISettlement.Founder[] memory founders = _founders(64, 1);
        first = bound(first, 0, 62);
        second = bound(second, first + 1, 63);
        founders[second].account = founders[first].account;
        _refuses(founders, abi.encodeWithSelector(ISettlement.FounderRepeated.selector, _person(first)));
    }

    function test_constructor_anyOfThreeFoundersTwice_reverts() external {
        for (uint256 second = 1; second < 3; ++second) {
            for (uint256 first = 0; first < second; ++first) {
                ISettlement.Founder[] memory founders = _founders(3, 1);
                founders[second].account = founders[first].account;
                _refuses(founders, abi.encodeWithSelector(ISettlement.FounderRepeated.selector, _person(first)));
            }
        }
    }

    function test_constructor_founderWithoutReputation_reverts() external {
        ISettlement.Founder[] memory founders = _founders(3, 1);
        founders[2].reputation = 0;
        _refuses(founders, abi.encodeWithSelector(ISettlement.FounderInvalid.selector, _person(2), 0));
    }

    function test_constructor_founderZero_reverts() external {
        ISettlement.Founder[] memory founders = _founders(3, 1);
        founders[1].account = address(0);
        _refuses(founders, abi.encodeWithSelector(ISettlement.FounderInvalid.selector, address(0), 1));
    }

    /// hardhat-config: default.fuzz.runs = 12
    function test_constructor_tooMuchReputation_reverts(uint64 excess) external {
        ISettlement.Founder[] memory founders = _founders(2, 2 ** 53);
        founders[1].reputation = uint64(bound(excess, 1, type(uint64).max));
        uint256 total = 2 ** 53 + uint256(founders[1].reputation);
        _refuses(founders, abi.encodeWithSelector(ISettlement.ReputationTooLarge.selector, total));
    }

    function test_constructor_mostReputation_succeeds() external {
        ISettlement.Founder[] memory founders = _founders(2, 2 ** 52);
        _create(_terms(), founders);
        assertEq(settlement.finalSettlement().reputation, 2 ** 53);
    }

    /// hardhat-config: default.fuzz.runs = 8
    function test_constructor_partOfOther_reverts(address other) external {
        for (uint256 which = 0; which < 4; ++which) {
            _refusesPartOf(which, other);
        }
    }

    function _refusesPartOf(uint256 which, address other) private {
        vm.assume(other != vm.computeCreateAddress(address(this), vm.getNonce(address(this)) + 1));
        address own = vm.computeCreateAddress(address(this), vm.getNonce(address(this)) + 4);
        vm.assume(other != own);
        parameters = new Parameters(address(this), _terms());
        reputation = new Reputation(which == 0 ? other : own);
        token = new RewardToken("Reward", "RWD", which == 1 ? other : own);
        ledger = new Ledger(which == 2 ? other : own, which == 3 ? other : address(reputation));
        address part = which == 0 ? address(reputation) : which == 1 ? address(token) : address(ledger);
        vm.expectRevert(abi.encodeWithSelector(ISettlement.WrongPart.selector, part));
        new Settlement(ledger, parameters, token, reputation, _founders(1, 1));
    }

    function _refuses(ISettlement.Founder[] memory founders, bytes memory reason) private {
        _createParts(_terms());
        vm.expectRevert(reason);
        new Settlement(ledger, parameters, token, reputation, founders);
    }
}
