// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Terms} from "../../interfaces/IParameters.sol";
import {ISettlement} from "../../interfaces/ISettlement.sol";
import {Scenario} from "../support/Scenario.sol";
import {OwnedWallet, StrangeWallet} from "../support/Wallets.sol";

/// @notice One organization of real contracts that lives as long as a campaign does: its people, its accounts, its time, and
/// what every action starts from. An action draws all it does from one seed and must succeed, or be refused as it foretold.
abstract contract Machine is Scenario {
    /// @dev Enough for a second page, few enough for the model to stay quick.
    uint256 private constant NEWCOMERS = 12;

    uint256 internal constant PARAMETERS = 8;

    /// @dev Accounts by member number, and the numbers plus one.
    address[] internal people;
    mapping(address account => uint256) internal places;

    /// @dev Who signs for an account; nobody for a wallet that reads its signature as an order.
    mapping(address account => uint256) internal signers;
    address internal strangeWallet;

    /// @dev What accounts last claimed of reputation, and whom they chose to vote for them.
    mapping(address account => uint256) internal held;
    mapping(address account => address) internal chosen;

    /// @dev All reputation at the founding.
    uint256 internal founded;

    /// @dev Those who settle, challenge and withdraw: one with a key, one that refuses ether, one that burns all gas.
    address[] internal parties;

    /// @dev The runner forgets the time between calls.
    uint256 internal clock;

    modifier turn(uint256 seed) {
        vm.warp(clock);
        _seed(seed);
        _;
    }

    function _begin(Terms memory terms, uint256 founders) internal {
        clock = 1_800_000_000;
        vm.warp(clock);
        strangeWallet = address(new StrangeWallet());
        ISettlement.Founder[] memory all = new ISettlement.Founder[](founders);
        for (uint256 i = 0; i < founders; ++i) {
            address account = i == 0 ? strangeWallet : i == 1 ? _ownedWallet() : _withKey(i);
            all[i] = ISettlement.Founder(account, uint64(1e12 + i));
        }
        _create(terms, all);
        founded = _sum(reputations);
        for (uint256 i = 0; i < founders; ++i) {
            _enter(all[i].account);
            held[all[i].account] = all[i].reputation;
        }
        parties.push(address(0x5E77E1));
        parties.push(_coded(address(0x5E77E2), hex"5f5ffd"));
        parties.push(_coded(address(0x5E77E3), hex"5b5f56"));
        parties.push(people[2]);
    }

    function _enter(address account) internal {
        people.push(account);
        places[account] = people.length;
    }

    function _anybody() internal returns (address) {
        return people[_draw(0, people.length - 1)];
    }

    function _party() internal returns (address) {
        return parties[_draw(0, parties.length - 1)];
    }

    /// @dev An account with a key that is no member yet; the next one that will be, if there is room.
    function _newcomer() internal returns (address) {
        return _withKey(people.length);
    }

    function _hasRoom() internal view returns (bool) {
        return people.length < reputations.length + NEWCOMERS && people.length < 64 + NEWCOMERS;
    }

    function _stranger() internal returns (address) {
        return _withKey(type(uint256).max);
    }

    function _waitUntil(uint256 time) internal {
        if (time > clock) clock = time;
        vm.warp(clock);
    }

    function _fails(address from, bytes memory data, bytes4 selector) internal {
        (bool done, bytes memory answer) = _call(from, data);
        assertFalse(done, "was not refused");
        assertEq(bytes32(bytes4(answer)), bytes32(selector), "reason");
    }

    function _succeeds(address from, bytes memory data) internal {
        (bool done, bytes memory answer) = _call(from, data);
        if (!done) _rethrow(answer);
    }

    function _flip(bytes memory data) internal returns (bytes memory) {
        data[_draw(0, data.length - 1)] ^= bytes1(uint8(1 << _draw(0, 7)));
        return data;
    }

    function _withKey(uint256 index) private returns (address account) {
        uint256 key = keyOf(index);
        account = vm.addr(key);
        signers[account] = key;
    }

    function _ownedWallet() private returns (address account) {
        uint256 key = keyOf(type(uint256).max - 1);
        account = address(new OwnedWallet(vm.addr(key)));
        signers[account] = key;
    }

    function _coded(address account, bytes memory code) private returns (address) {
        vm.etch(account, code);
        return account;
    }
}
