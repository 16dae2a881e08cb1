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

    /// The eight values in their order and widths, 44 bytes together.
    function hashOf(Terms memory terms) private pure returns (bytes32) {
        bytes memory packed = bytes.concat(
            bytes2(terms.dampingBp),
            bytes4(terms.pointsPerEpoch),
            bytes4(terms.introductionPoints),
            bytes8(terms.rewardPerEpoch),
            bytes2(terms.renewalBp),
            bytes4(terms.epochSeconds),
            bytes4(terms.challengeSeconds),
            bytes16(terms.bond)
        );
        assertEq(packed.length, 44);
        return keccak256(packed);
    }

    function assertSet(uint32 number, Terms memory expected) private view {
        (Terms memory terms, bytes32 hash) = parameters.termsAt(number);
        assertEq(abi.encode(terms), abi.encode(expected));
        assertEq(hash, hashOf(expected));
    }

    function test_termsAt_founding_isSetZero() public view {
        (uint32 number, Terms memory terms) = parameters.latest();
        assertEq(number, 0);
        assertEq(abi.encode(terms), abi.encode(defaults()));
        assertSet(0, defaults());
    }

    /// Every change makes the next set, and no later one touches it; a change back makes another with the same hash.
    function test_termsAt_anyHistory_keepsEverySet(uint256[12] memory draws) public {
        Terms[] memory history = new Terms[](draws.length + 1);
        history[0] = defaults();
        for (uint32 n = 1; n <= draws.length; ++n) {
            uint256 i = draws[n - 1] % COUNT;
            (uint256 minimum, uint256 maximum) = table(i);
            uint256[COUNT] memory next = words(history[n - 1]);
            next[i] = bound(draws[n - 1] >> 3, minimum, maximum);
            history[n] = abi.decode(abi.encode(next), (Terms));
            vm.expectEmit(address(parameters));
            emit IParameters.SetKept(n, hashOf(history[n]), history[n]);
            vm.prank(OWNER);
            parameters.set(IParameters.Parameter(i), next[i]);
            (uint32 number, Terms memory terms) = parameters.latest();
            assertEq(number, n);
            assertEq(abi.encode(terms), abi.encode(history[n]));
        }
        for (uint32 n = 0; n < history.length; ++n) {
            assertSet(n, history[n]);
        }
    }

    function test_termsAt_setThatIsNot_reverts(uint32 number) public {
        vm.prank(OWNER);
        parameters.set(IParameters.Parameter.DampingBp, 6_000);
        number = uint32(bound(number, 2, type(uint32).max));
        vm.expectRevert(abi.encodeWithSelector(IParameters.UnknownSet.selector, number, 1));
        parameters.termsAt(number);
        vm.expectRevert(abi.encodeWithSelector(IParameters.UnknownSet.selector, 2, 1));
        parameters.termsAt(2);
    }

    function test_set_refused_makesNoSet() public {
        vm.expectRevert();
        vm.prank(OWNER);
        parameters.set(IParameters.Parameter.DampingBp, 9_001);
        (uint32 number,) = parameters.latest();
        assertEq(number, 0);
    }
}
