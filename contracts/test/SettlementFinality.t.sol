// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Settlement} from "../Settlement.sol";
import {IParameters} from "../interfaces/IParameters.sol";
import {ISettlement} from "../interfaces/ISettlement.sol";
import {Scenario} from "./support/Scenario.sol";

/// @notice Acts for the test that created it, and never takes ether.
contract Stubborn {
    address private immutable owner = msg.sender;

    function act(address target, bytes calldata data) external payable {
        require(msg.sender == owner);
        (bool done, bytes memory answer) = target.call{value: msg.value}(data);
        assembly ("memory-safe") {
            if iszero(done) { revert(add(answer, 32), mload(answer)) }
        }
    }
}

/// @notice Withdraws again as long as it is paid.
contract Greedy {
    Settlement private immutable settlement;
    uint256 public payments;

    constructor(Settlement settlement_) {
        settlement = settlement_;
    }

    receive() external payable {
        if (++payments < 3) settlement.withdraw();
    }

    function act(bytes calldata data) external payable {
        (bool done,) = address(settlement).call{value: msg.value}(data);
        require(done);
    }
}

/// @notice What becomes of a settlement: finality, and where the ether goes.
contract SettlementFinalityTest is Scenario {
    function setUp() external {
        _create(_terms(), _founders(4, 1e15));
        _give(0, uint256(1), 400_000);
        _give(1, uint256(2), 300_001);
        _give(2, _person(4), 77_777);
        _close();
    }

    function test_finalize_afterDeadline_succeeds() external {
        Vector memory honest = _solve();
        _submit(settler, honest);
        ISettlement.Posted memory standing = settlement.standing();
        vm.warp(standing.deadline + 1);
        vm.expectEmit(address(settlement));
        emit ISettlement.Finalized(0, standing.root);
        vm.expectEmit(address(settlement));
        emit ISettlement.EtherCredited(settler, 1 ether);
        vm.prank(address(0xA11));
        settlement.finalize(0);
        assertEq(abi.encode(settlement.finalSettlement()), abi.encode(standing));
        assertEq(settlement.standing().submitter, address(0));
        assertEq(uint256(_stage()), uint256(ISettlement.Stage.Open));
        ISettlement.ClosedEpoch memory none;
        assertEq(abi.encode(_closed()), abi.encode(none));
        assertEq(settlement.balanceOf(settler), 1 ether);
        (, bytes32 stateHash) = settlement.finalPage(0);
        assertEq(stateHash, keccak256(_stateBytes(honest.cumulatives, honest.reputations, 0, 64)));
    }

    /// hardhat-config: default.fuzz.runs = 8
    function test_finalize_beforeDeadline_reverts(uint256 time) external {
        _submit(settler, _solve());
        uint256 deadline = settlement.standing().deadline;
        bytes memory reason = abi.encodeWithSelector(ISettlement.TooEarly.selector, deadline + 1);
        vm.warp(bound(time, block.timestamp, deadline));
        vm.expectRevert(reason);
        settlement.finalize(0);
        vm.warp(deadline);
        vm.expectRevert(reason);
        settlement.finalize(0);
    }

    function test_finalize_withoutSettlement_reverts() external {
        vm.expectRevert(abi.encodeWithSelector(ISettlement.WrongStage.selector, 0, ISettlement.Stage.Closed));
        settlement.finalize(0);
        vm.expectRevert(abi.encodeWithSelector(ISettlement.WrongStage.selector, 1, ISettlement.Stage.Open));
        settlement.finalize(1);
    }

    function test_finalize_twice_reverts() external {
        Vector memory honest = _solve();
        _submit(settler, honest);
        _finalize(honest);
        vm.expectRevert(abi.encodeWithSelector(ISettlement.WrongStage.selector, 0, ISettlement.Stage.Open));
        settlement.finalize(0);
    }

    function test_finalize_lieNobodyRefuted_isTheState() external {
        Vector memory lie = _distort(_solve(), 1);
        _submit(settler, lie);
        _finalize(lie);
        settlement.claim(0, _all(0, 5), _before(0, 64));
        assertEq(token.balanceOf(_person(1)), lie.cumulatives[1] * 1e9);
        Vector memory next = _settle();
        assertEq(settlement.finalSettlement().root, _root(next));
    }

    /// @dev Whatever happens, what the contract holds is what it owes and what was burned.
    /// hardhat-config: default.fuzz.runs = 12
    function test_bond_overManyLiesAndTruths_isConserved(uint256 seed, uint128 bond) external {
        _seed(seed);
        bond = uint128(bound(bond, 0.001 ether, 1000 ether));
        _set(IParameters.Parameter.Bond, bond);
        Vector memory first = _solve();
        _submit(settler, first);
        _finalize(first);
        uint256 owed = 1 ether;
        uint256 burned = 0;
        for (uint256 epoch = 1; epoch < 4; ++epoch) {
            _drawCredits(6);
            _close();
            Vector memory honest = _solve();
            uint256 current = settlement.termsOf(uint32(epoch)).bond;
            for (uint256 lies = _draw(0, 2); lies > 0; --lies) {
                uint256 member = _draw(0, honest.x.length - 1);
                Vector memory lie = _distort(honest, member);
                _submit(settler, lie);
                (bool refuted,) = _call(challenger, _challenge(lie.x, member));
                assertTrue(refuted);
                owed += current / 2;
                burned += current - current / 2;
            }
            _submit(settler, honest);
            _finalize(honest);
            owed += current;
        }
        assertEq(settlement.balanceOf(settler) + settlement.balanceOf(challenger), owed);
        assertEq(address(settlement).balance, owed + burned);
        _withdraw(settler);
        _withdraw(challenger);
        assertEq(address(settlement).balance, burned);
    }

    function test_withdraw_accountThatRefusesEther_stopsNobodyButItself() external {
        Stubborn stubborn = new Stubborn();
        Vector memory honest = _solve();
        bytes memory data = _submission(honest, 0, 1);
        vm.deal(address(this), 1 ether);
        stubborn.act{value: 1 ether}(address(settlement), data);
        assertEq(settlement.standing().submitter, address(stubborn));
        _finalize(honest);
        assertEq(settlement.balanceOf(address(stubborn)), 1 ether);
        vm.expectRevert(abi.encodeWithSelector(ISettlement.PaymentFailed.selector, address(stubborn)));
        stubborn.act(address(settlement), abi.encodeCall(ISettlement.withdraw, ()));
        assertEq(settlement.balanceOf(address(stubborn)), 1 ether);
        settlement.claim(0, _all(0, 5), _before(0, 64));
        _settle();
        _withdraw(settler);
    }

    function test_withdraw_reentered_paysOnce() external {
        Greedy greedy = new Greedy(settlement);
        Vector memory honest = _solve();
        bytes memory data = _submission(honest, 0, 1);
        vm.deal(address(this), 1 ether);
        greedy.act{value: 1 ether}(data);
        _finalize(honest);
        _settle();
        assertEq(address(settlement).balance, 2 ether);
        greedy.act(abi.encodeCall(ISettlement.withdraw, ()));
        assertEq(greedy.payments(), 3);
        assertEq(address(greedy).balance, 1 ether);
        assertEq(address(settlement).balance, 1 ether);
    }

    function test_withdraw_nothingCredited_paysNothing() external {
        _submit(settler, _solve());
        _withdraw(settler);
        assertEq(address(settlement).balance, 1 ether);
    }

    function test_settlement_etherOutOfTheBlue_reverts() external {
        vm.deal(address(this), 1 ether);
        (bool done,) = address(settlement).call{value: 1}("");
        assertFalse(done);
    }

    function _withdraw(address account) private {
        uint256 amount = settlement.balanceOf(account);
        uint256 before = account.balance;
        vm.expectEmit(address(settlement));
        emit ISettlement.Withdrawn(account, amount);
        vm.prank(account);
        settlement.withdraw();
        assertEq(account.balance, before + amount);
        assertEq(settlement.balanceOf(account), 0);
    }
}
