// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IParameters, Terms} from "../interfaces/IParameters.sol";
import {Parameters} from "../Parameters.sol";
import {Test} from "./support/Test.sol";

contract ParametersTest is Test {
    uint256 private constant COUNT = 8;

    address private constant OWNER = address(0x071E);

    Parameters private parameters;

    function setUp() public {
        parameters = new Parameters(OWNER, defaults());
    }

    function defaults() private pure returns (Terms memory) {
        return Terms({
            dampingBp: 5_000,
            pointsPerEpoch: 1_000_000,
            introductionPoints: 1_000,
            rewardPerEpoch: 1e13,
            renewalBp: 200,
            epochSeconds: 604_800,
            challengeSeconds: 86_400,
            bond: 1 ether
        });
    }

    /// The table of the protocol, chapter 6, in its order.
    function table(uint256 i) private pure returns (uint256 minimum, uint256 maximum) {
        uint256[2][COUNT] memory rows = [
            [uint256(1_000), 9_000],
            [uint256(1_000), 1_048_576],
            [uint256(1), 1_048_576],
            [uint256(0), 9_007_199_254_740_992],
            [uint256(1), 5_000],
            [uint256(60), 31_536_000],
            [uint256(3_600), 2_592_000],
            [uint256(1e15), 1e21]
        ];
        return (rows[i][0], rows[i][1]);
    }

    /// Terms as words, in their order: a struct of static fields is encoded like an array of words.
    function words(Terms memory terms) private pure returns (uint256[COUNT] memory) {
        return abi.decode(abi.encode(terms), (uint256[8]));
    }

    function outOfBounds(uint256 i, uint256 value) private pure returns (bytes memory) {
        (uint256 minimum, uint256 maximum) = table(i);
        return abi.encodeWithSelector(
            IParameters.OutOfBounds.selector, IParameters.Parameter(i), value, minimum, maximum
        );
    }

    function assertChanged(uint256 i, uint256 value) private view {
        uint256[COUNT] memory expected = words(defaults());
        expected[i] = value;
        uint256[COUNT] memory found = words(parameters.current());
        for (uint256 k = 0; k < COUNT; ++k) {
            assertEq(found[k], expected[k], "field");
        }
    }

    function test_constructor_defaults_succeeds() public view {
        assertEq(parameters.owner(), OWNER);
        assertChanged(0, 5_000);
        for (uint256 i = 0; i < COUNT; ++i) {
            (uint256 minimum, uint256 maximum) = parameters.bounds(IParameters.Parameter(i));
            (uint256 tableMinimum, uint256 tableMaximum) = table(i);
            assertEq(minimum, tableMinimum);
            assertEq(maximum, tableMaximum);
        }
    }

    function test_constructor_outOfBounds_reverts() public {
        for (uint256 i = 0; i < COUNT; ++i) {
            (uint256 minimum, uint256 maximum) = table(i);
            uint256[COUNT] memory initial = words(defaults());
            initial[i] = maximum + 1;
            Terms memory above = abi.decode(abi.encode(initial), (Terms));
            vm.expectRevert(outOfBounds(i, maximum + 1));
            new Parameters(OWNER, above);
            if (minimum == 0) continue;
            initial[i] = minimum - 1;
            Terms memory below = abi.decode(abi.encode(initial), (Terms));
            vm.expectRevert(outOfBounds(i, minimum - 1));
            new Parameters(OWNER, below);
        }
    }

    function test_set_atBothEnds_succeeds() public {
        for (uint256 i = 0; i < COUNT; ++i) {
            (uint256 minimum, uint256 maximum) = table(i);
            uint256 before = words(defaults())[i];
            vm.startPrank(OWNER);
            parameters.set(IParameters.Parameter(i), minimum);
            assertChanged(i, minimum);
            vm.expectEmit(address(parameters));
            emit IParameters.ParameterSet(IParameters.Parameter(i), maximum);
            parameters.set(IParameters.Parameter(i), maximum);
            assertChanged(i, maximum);
            parameters.set(IParameters.Parameter(i), before);
            vm.stopPrank();
        }
    }

    function test_set_beyondEitherEnd_reverts() public {
        vm.startPrank(OWNER);
        for (uint256 i = 0; i < COUNT; ++i) {
            (uint256 minimum, uint256 maximum) = table(i);
            vm.expectRevert(outOfBounds(i, maximum + 1));
            parameters.set(IParameters.Parameter(i), maximum + 1);
            if (minimum == 0) continue;
            vm.expectRevert(outOfBounds(i, minimum - 1));
            parameters.set(IParameters.Parameter(i), minimum - 1);
        }
        vm.stopPrank();
    }

    function test_set_outOfBounds_reverts(uint256 which, uint256 value) public {
        uint256 i = bound(which, 0, COUNT - 1);
        (uint256 minimum, uint256 maximum) = table(i);
        vm.assume(value < minimum || value > maximum);
        vm.expectRevert(outOfBounds(i, value));
        vm.prank(OWNER);
        parameters.set(IParameters.Parameter(i), value);
    }

    function test_set_withinBounds_succeeds(uint256 which, uint256 value) public {
        uint256 i = bound(which, 0, COUNT - 1);
        (uint256 minimum, uint256 maximum) = table(i);
        value = bound(value, minimum, maximum);
        vm.prank(OWNER);
        parameters.set(IParameters.Parameter(i), value);
        assertChanged(i, value);
    }

    function test_set_notOwner_reverts(address caller, uint256 which) public {
        vm.assume(caller != OWNER);
        uint256 i = bound(which, 0, COUNT - 1);
        uint256 value = words(defaults())[i];
        vm.expectRevert(abi.encodeWithSelector(IParameters.NotOwner.selector, caller, OWNER));
        vm.prank(caller);
        parameters.set(IParameters.Parameter(i), value);
    }
}
