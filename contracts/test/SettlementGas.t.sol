// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Organization} from "./support/Organization.sol";

/// @notice What the calls of a settlement cost. The figures are committed; without a comparison the calls only have to work.
contract SettlementGasTest is Organization {
    uint256 private constant CREDITS = 1000;
    string private constant GROUP = "Settlement";

    /// @dev 512 members, of which member 0 has 1,000 credits from members of all 8 pages.
    function setUp() external {
        _create(_terms(), _founders(64, 1e13));
        for (uint256 i = 64; i < 512; ++i) {
            _give(i % 64, _person(i), 64_000);
        }
        _settle();
        for (uint256 i = 0; i < CREDITS; ++i) {
            _give(1 + i % 511, uint256(0), 1 + i);
        }
        _close();
    }

    function test_challengeRow_thousandCredits_gas() external {
        uint256[] memory x = _solve().x;
        x[0] -= 1;
        Vector memory lie = _derive(x);
        _submit(settler, lie);
        bytes memory data = _challenge(x, 0);
        vm.cool(address(settlement));
        vm.cool(address(ledger));
        (bool refuted,) = _call(challenger, data);
        assertTrue(refuted);
        vm.snapshotGasLastCall(GROUP, "challengeRow: 1,000 credits, 8 pages");
    }

    function test_submit_eightPages_gas() external {
        Vector memory honest = _solve();
        bytes memory data = _submission(honest, 0, 8);
        vm.deal(settler, 1 ether);
        vm.cool(address(settlement));
        vm.prank(settler);
        (bool done,) = address(settlement).call{value: 1 ether}(data);
        assertTrue(done);
        vm.snapshotGasLastCall(GROUP, "submit: 8 pages of 512 members in one call");
    }

    function test_claim_page_gas() external {
        _finalizeHonest();
        bytes memory state = _before(0, 64);
        vm.cool(address(settlement));
        vm.cool(address(token));
        vm.cool(address(reputation));
        vm.cool(address(ledger));
        settlement.claim(0, _all(0, 64), state);
        vm.snapshotGasLastCall(GROUP, "claim: 64 members");
    }

    function test_closeEpoch_gas() external {
        _finalizeHonest();
        vm.warp(settlement.openedAt() + 604_800);
        vm.cool(address(settlement));
        vm.cool(address(ledger));
        settlement.closeEpoch();
        vm.snapshotGasLastCall(GROUP, "closeEpoch");
    }

    function test_finalize_gas() external {
        _submit(settler, _solve());
        vm.warp(settlement.standing().deadline + 1);
        vm.cool(address(settlement));
        settlement.finalize(1);
        vm.snapshotGasLastCall(GROUP, "finalize");
    }

    function _finalizeHonest() private {
        Vector memory honest = _solve();
        _submit(settler, honest);
        _finalize(honest);
    }
}
