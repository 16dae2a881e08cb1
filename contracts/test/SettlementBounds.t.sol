// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Parameters} from "../Parameters.sol";
import {IParameters, Terms} from "../interfaces/IParameters.sol";
import {ISettlement} from "../interfaces/ISettlement.sol";
import {Scenario} from "./support/Scenario.sol";

/// @notice No parameter within its bounds makes an epoch that cannot be settled, in which a lie of one unit stands, or in
/// which the truth falls.
contract SettlementBoundsTest is Scenario {
    uint256 private constant PARAMETERS = 8;

    /// @dev Every parameter at one of its ends.
    /// hardhat-config: default.fuzz.runs = 16
    function test_settle_anyCornerOfTheBounds_succeeds(uint256 seed, uint8 corner) external {
        _seed(seed);
        Parameters table = new Parameters(address(this), _terms());
        uint256[PARAMETERS] memory values;
        for (uint256 i = 0; i < PARAMETERS; ++i) {
            (uint256 minimum, uint256 maximum) = table.bounds(IParameters.Parameter(i));
            values[i] = (corner >> i) & 1 == 0 ? minimum : maximum;
        }
        _found(abi.decode(abi.encode(values), (Terms)));
        _playTwoEpochs();
    }

    /// @dev Anywhere within the bounds, and changed to anything else within them while the epoch is open.
    /// hardhat-config: default.fuzz.runs = 16
    function test_settle_anyTermsChangedToAnyOthers_succeeds(uint256 seed) external {
        _seed(seed);
        _found(_drawTerms());
        for (uint256 i = 0; i < PARAMETERS; ++i) {
            (uint256 minimum, uint256 maximum) = parameters.bounds(IParameters.Parameter(i));
            uint256 kind = _draw(0, 2);
            _set(IParameters.Parameter(i), kind == 0 ? minimum : kind == 1 ? maximum : _draw(minimum, maximum));
        }
        _playTwoEpochs();
    }

    /// @dev The rows of everybody, one unit up and one unit down: nobody's is too small to be refuted.
    /// hardhat-config: default.fuzz.runs = 8
    function test_challengeRow_everyMemberWrongByOneUnit_succeeds(uint256 seed) external {
        _scenario(seed);
        Vector memory honest = _solve();
        for (uint256 i = 0; i < honest.x.length; ++i) {
            if (honest.totalEarned < _maximum()) _refutesChanged(honest, i, honest.x[i] + 1);
            if (honest.x[i] > honest.seeds[i]) _refutesChanged(honest, i, honest.x[i] - 1);
        }
        _submit(settler, honest);
        _finalize(honest);
    }

    /// @dev A row is what the ledger chained: evidence that differs from it in any one bit is refused, true or false. Fewer
    /// runs in the long profile because each flips all bits of all rows.
    /// hardhat-config: default.fuzz.runs = 4
    /// hardhat-config: long.fuzz.runs = 1000
    function test_challengeRow_anyBitOfTheRowFlipped_reverts(uint256 seed) external {
        _scenario(seed);
        Vector memory lie = _distort(_solve(), 0);
        _submit(settler, lie);
        uint32 epoch = _closed().epoch;
        for (uint256 member = 0; member < lie.x.length; ++member) {
            bytes memory credits = _credits(epoch, member);
            for (uint256 bit = 0; bit < credits.length * 8; ++bit) {
                credits[bit / 8] ^= bytes1(uint8(1 << (bit % 8)));
                (bool refuted,) = _call(
                    challenger,
                    abi.encodeCall(
                        ISettlement.challengeRow,
                        (epoch, uint32(member), _pagesFor(lie.x, epoch, member), _previous(member), credits)
                    )
                );
                assertFalse(refuted, "was refuted");
                credits[bit / 8] ^= bytes1(uint8(1 << (bit % 8)));
            }
        }
        assertEq(settlement.standing().root, _root(lie));
    }

    /// @dev Calldata that no encoder makes: words of a challenge replaced by anything. The truth stands.
    /// hardhat-config: default.fuzz.runs = 64
    function test_challengeRow_mangledCalldata_neverRefutesTheTruth(uint256 seed) external {
        _scenario(seed);
        Vector memory honest = _solve();
        _submit(settler, honest);
        bytes memory data = _mangle(_challenge(honest.x, _draw(0, honest.x.length - 1)), 6);
        (bool refuted,) = _call(challenger, data);
        assertFalse(refuted, "was refuted");
        assertEq(settlement.standing().root, _root(honest));
        assertEq(settlement.balanceOf(challenger), 0);
    }

    function _found(Terms memory terms) private {
        uint64 each = _draw(0, 1) == 0 ? 1 : uint64(2 ** 53) / 3;
        _create(terms, _founders(3, each));
    }

    /// @dev Everybody spends all points, or nobody any, in an epoch of the first terms and in one of those that are set now.
    function _playTwoEpochs() private {
        for (uint256 epoch = 0; epoch < 2; ++epoch) {
            uint256 budget = settlement.termsOf(settlement.openEpoch()).pointsPerEpoch;
            if (_draw(0, 3) != 0) {
                _give(0, uint256(1), budget);
                _give(1, uint256(0), budget - 1);
                _give(1, uint256(2), 1);
                _give(2, uint256(0), budget);
            }
            _settleUnderLies();
            settlement.claim(0, _all(0, 3), _before(0, 64));
            assertEq(token.totalSupply(), _sum(cumulatives) * 1e9);
            assertLe(settlement.finalSettlement().reputation, 2 ** 53);
        }
    }

    function _settleUnderLies() private {
        _close();
        Vector memory honest = _solve();
        for (uint256 i = 0; i < honest.x.length; ++i) {
            if (honest.totalEarned < _maximum()) _refutesChanged(honest, i, honest.x[i] + 1);
        }
        _submit(settler, honest);
        for (uint256 i = 0; i < honest.x.length; ++i) {
            bytes memory reason = abi.encodeWithSelector(ISettlement.RowHolds.selector, i, honest.x[i]);
            _refused(challenger, _challenge(honest.x, i), reason);
        }
        _finalize(honest);
    }

    function _refutesChanged(Vector memory honest, uint256 member, uint256 value) private {
        uint256[] memory x = _copy(honest.x);
        x[member] = value;
        _submit(settler, _derive(x));
        (bool refuted, bytes memory answer) = _call(challenger, _challenge(x, member));
        if (!refuted) _rethrow(answer);
        assertEq(uint256(_stage()), uint256(ISettlement.Stage.Closed));
    }

    function _previous(uint256 member) private view returns (bytes memory) {
        return member < cumulatives.length ? _before(0, 64) : bytes("");
    }
}
