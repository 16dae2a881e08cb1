// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Ledger} from "../../Ledger.sol";
import {Parameters} from "../../Parameters.sol";
import {Reputation} from "../../Reputation.sol";
import {RewardToken} from "../../RewardToken.sol";
import {Settlement} from "../../Settlement.sol";
import {Credit, Evaluation} from "../../interfaces/ILedger.sol";
import {IParameters, Terms} from "../../interfaces/IParameters.sol";
import {ISettlement} from "../../interfaces/ISettlement.sol";
import {Test} from "./Test.sol";

/// @notice An organization of real contracts, and beside it a plain model of what chapters 4 and 5 of the protocol make of
/// it: written from the protocol's formulas and sharing no code with the contracts.
abstract contract Organization is Test {
    struct Given {
        uint32 from;
        uint32 to;
        uint32 points;
    }

    /// @notice A vector of influence and all that follows from it.
    struct Vector {
        uint256[] seeds;
        uint256[] x;
        uint256[] cumulatives;
        uint256[] reputations;
        uint256 totalEarned;
    }

    uint256 internal constant S = 2 ** 60;

    Parameters internal parameters;
    Reputation internal reputation;
    RewardToken internal token;
    Ledger internal ledger;
    Settlement internal settlement;

    address internal settler = address(0x5E771E);
    address internal challenger = address(0xC4A11E);

    mapping(uint32 epoch => Given[]) internal given;

    // State after the last final settlement.
    uint256[] internal cumulatives;
    uint256[] internal reputations;

    function _terms() internal pure returns (Terms memory) {
        return Terms({
            dampingBp: 5000,
            pointsPerEpoch: 1_000_000,
            introductionPoints: 1000,
            rewardPerEpoch: 1e13,
            renewalBp: 200,
            epochSeconds: 604_800,
            challengeSeconds: 86_400,
            bond: 1 ether
        });
    }

    function _founders(uint256 count, uint64 each) internal pure returns (ISettlement.Founder[] memory founders) {
        founders = new ISettlement.Founder[](count);
        for (uint256 i = 0; i < count; ++i) {
            founders[i] = ISettlement.Founder(_person(i), each);
        }
    }

    function _person(uint256 index) internal pure returns (address) {
        return address(uint160(0xA11CE000 + index));
    }

    /// @dev The parts in their order of creation; each is told where those will be that come later.
    function _createParts(Terms memory terms) internal returns (address predicted) {
        uint256 nonce = vm.getNonce(address(this));
        predicted = vm.computeCreateAddress(address(this), nonce + 4);
        parameters = new Parameters(address(this), terms);
        reputation = new Reputation(predicted);
        token = new RewardToken("Reward", "RWD", predicted);
        ledger = new Ledger(predicted, address(reputation));
    }

    function _create(Terms memory terms, ISettlement.Founder[] memory founders) internal {
        address predicted = _createParts(terms);
        settlement = new Settlement(ledger, parameters, token, reputation, founders);
        assertEq(address(settlement), predicted);
        for (uint256 i = 0; i < founders.length; ++i) {
            cumulatives.push(0);
            reputations.push(founders[i].reputation);
        }
    }

    function _set(IParameters.Parameter parameter, uint256 value) internal {
        parameters.set(parameter, value);
    }

    /// @dev Member `from` gives `points` to `to`, who becomes a member by it if he is none.
    function _give(uint256 from, address to, uint256 points) internal {
        address giver = ledger.memberAt(uint32(from));
        uint32 epoch = ledger.epoch();
        Credit[] memory credits = new Credit[](1);
        credits[0] = Credit(0, to, uint32(points));
        (uint32 nonce,) = ledger.spending(giver);
        vm.prank(giver);
        ledger.evaluate(Evaluation(giver, epoch, nonce, credits));
        (, uint32 number) = ledger.memberOf(to);
        given[epoch].push(Given(uint32(from), number, uint32(points)));
    }

    function _give(uint256 from, uint256 to, uint256 points) internal {
        _give(from, ledger.memberAt(uint32(to)), points);
    }

    /// @dev Closes the open epoch as soon as that is possible, and says which one it was.
    function _close() internal returns (uint32 epoch) {
        epoch = settlement.openEpoch();
        uint256 until = settlement.openedAt() + settlement.termsOf(epoch).epochSeconds;
        // Never back: a claim is a vote's checkpoint, and the epoch before may have become final after this time.
        if (reputation.clock() < until) vm.warp(until);
        settlement.closeEpoch();
    }

    function _closed() internal view returns (ISettlement.ClosedEpoch memory epoch) {
        (epoch,) = settlement.closed();
    }

    function _stage() internal view returns (ISettlement.Stage stage) {
        (, stage) = settlement.closed();
    }

    function _maximum() internal view returns (uint256) {
        return settlement.termsOf(_closed().epoch).dampingBp * S / 10_000;
    }

    /// @dev The least fixed point of the closed epoch.
    function _solve() internal view returns (Vector memory) {
        uint256[] memory x = _seeds();
        bool changed = true;
        while (changed) {
            changed = false;
            uint256[] memory next = _rows(x);
            for (uint256 i = 0; i < x.length; ++i) {
                if (next[i] > x[i]) (x[i], changed) = (next[i], true);
            }
        }
        return _derive(x);
    }

    function _seeds() internal view returns (uint256[] memory seeds) {
        seeds = new uint256[](_closed().members);
        uint256 damping = settlement.termsOf(_closed().epoch).dampingBp;
        uint256 total = _sum(reputations);
        for (uint256 i = 0; i < reputations.length && total != 0; ++i) {
            seeds[i] = (10_000 - damping) * S * reputations[i] / (10_000 * total);
        }
    }

    /// @dev F(x) of the closed epoch, all rows.
    function _rows(uint256[] memory x) internal view returns (uint256[] memory rows) {
        ISettlement.ClosedEpoch memory closed = _closed();
        Terms memory terms = settlement.termsOf(closed.epoch);
        uint256[] memory seeds = _seeds();
        rows = new uint256[](x.length);
        Given[] memory credits = given[closed.epoch];
        for (uint256 i = 0; i < credits.length; ++i) {
            rows[credits[i].to] += x[credits[i].from] * credits[i].points;
        }
        for (uint256 i = 0; i < x.length; ++i) {
            rows[i] = seeds[i] + terms.dampingBp * rows[i] / (10_000 * uint256(terms.pointsPerEpoch));
        }
    }

    /// @dev What the state becomes with `x`, whether it is a fixed point or not.
    function _derive(uint256[] memory x) internal view returns (Vector memory vector) {
        ISettlement.ClosedEpoch memory closed = _closed();
        Terms memory terms = settlement.termsOf(closed.epoch);
        vector = Vector(_seeds(), x, new uint256[](x.length), new uint256[](x.length), 0);
        vector.totalEarned = _sum(x) - _sum(vector.seeds);
        uint256 total = _sum(reputations);
        uint256 whole = 10_000 * _maximum();
        for (uint256 i = 0; i < x.length; ++i) {
            (uint256 cumulative, uint256 amount) = i < cumulatives.length ? (cumulatives[i], reputations[i]) : (0, 0);
            uint256 earned = x[i] - vector.seeds[i];
            vector.cumulatives[i] = cumulative + closed.reward * earned / _maximum();
            vector.reputations[i] = amount * (whole - terms.renewalBp * vector.totalEarned) / whole
                + total * terms.renewalBp * earned / whole;
        }
    }

    function _sum(uint256[] memory values) internal pure returns (uint256 sum) {
        for (uint256 i = 0; i < values.length; ++i) {
            sum += values[i];
        }
    }

    function _root(Vector memory vector) internal pure returns (bytes32 root) {
        for (uint256 k = 0; k * 64 < vector.x.length; ++k) {
            bytes memory state = _stateBytes(vector.cumulatives, vector.reputations, k * 64, k * 64 + 64);
            root = keccak256(abi.encodePacked(root, keccak256(_xPage(vector.x, k)), keccak256(state)));
        }
    }

    function _xPage(uint256[] memory x, uint256 page) internal pure returns (bytes memory) {
        return _xBytes(x, page * 64, page * 64 + 64);
    }

    /// @dev Influence of the members `first` to `end - 1`, as far as there are so many.
    function _xBytes(uint256[] memory x, uint256 first, uint256 end) internal pure returns (bytes memory values) {
        for (uint256 i = first; i < end && i < x.length; ++i) {
            values = bytes.concat(values, bytes8(uint64(x[i])));
        }
    }

    function _stateBytes(uint256[] memory rewards, uint256[] memory amounts, uint256 first, uint256 end)
        internal
        pure
        returns (bytes memory values)
    {
        for (uint256 i = first; i < end && i < rewards.length; ++i) {
            values = bytes.concat(values, bytes8(uint64(rewards[i])), bytes8(uint64(amounts[i])));
        }
    }

    /// @dev State before of the members `first` to `end - 1`, as {ISettlement.submit} wants it.
    function _before(uint256 first, uint256 end) internal view returns (bytes memory) {
        return _stateBytes(cumulatives, reputations, first, end);
    }

    /// @dev Posts a vector in one call.
    function _submit(address from, Vector memory vector) internal {
        _submitPages(from, vector, 0, type(uint16).max);
    }

    /// @dev Brings pages `first` to `end - 1`, as far as there are so many, with the bond if they are the last.
    function _submitPages(address from, Vector memory vector, uint256 first, uint256 end) internal {
        bytes memory data = _submission(vector, first, end);
        uint256 bond = end * 64 >= vector.x.length ? settlement.termsOf(_closed().epoch).bond : 0;
        vm.deal(from, from.balance + bond);
        vm.prank(from);
        (bool done, bytes memory answer) = address(settlement).call{value: bond}(data);
        if (!done) _rethrow(answer);
    }

    function _submission(Vector memory vector, uint256 first, uint256 end) internal view returns (bytes memory) {
        ISettlement.ClosedEpoch memory closed = _closed();
        return abi.encodeCall(
            ISettlement.submit,
            (
                closed.epoch,
                closed.expected,
                uint64(vector.totalEarned),
                uint32(first),
                _xBytes(vector.x, first * 64, end * 64),
                _before(first * 64, end * 64)
            )
        );
    }

    /// @dev Credits of a member in the epoch, packed in log order.
    function _credits(uint32 epoch, uint256 member) internal view returns (bytes memory credits) {
        return _creditsTo(given[epoch], member);
    }

    function _creditsTo(Given[] memory all, uint256 member) private pure returns (bytes memory credits) {
        for (uint256 i = 0; i < all.length; ++i) {
            if (all[i].to == member) credits = bytes.concat(credits, abi.encodePacked(all[i].from, all[i].points));
        }
    }

    /// @dev Credits `first` to `end - 1` of packed credits.
    function _part(bytes memory credits, uint256 first, uint256 end) internal pure returns (bytes memory part) {
        part = new bytes((end - first) * 8);
        for (uint256 i = 0; i < part.length; ++i) {
            part[i] = credits[first * 8 + i];
        }
    }

    /// @dev The pages that hold the member and his givers.
    function _pagesFor(uint256[] memory x, uint32 epoch, uint256 member)
        internal
        view
        returns (ISettlement.VectorPage[] memory pages)
    {
        bool[] memory needed = new bool[](x.length / 64 + 1);
        needed[member / 64] = true;
        Given[] memory all = given[epoch];
        for (uint256 i = 0; i < all.length; ++i) {
            if (all[i].to == member) needed[all[i].from / 64] = true;
        }
        uint256 count = 0;
        for (uint256 k = 0; k < needed.length; ++k) {
            if (needed[k]) ++count;
        }
        pages = new ISettlement.VectorPage[](count);
        for (uint256 k = needed.length; k > 0; --k) {
            if (needed[k - 1]) pages[--count] = ISettlement.VectorPage(uint32(k - 1), _xPage(x, k - 1));
        }
    }

    /// @dev A challenge of the member's row as anyone would make it who knows the posted vector.
    function _challenge(uint256[] memory x, uint256 member) internal view returns (bytes memory) {
        uint32 epoch = _closed().epoch;
        uint256 first = member / 64 * 64;
        bytes memory before = member < cumulatives.length ? _before(first, first + 64) : bytes("");
        return abi.encodeCall(
            ISettlement.challengeRow,
            (epoch, uint32(member), _pagesFor(x, epoch, member), before, _credits(epoch, member))
        );
    }

    /// @dev A proof of the rows `from` to `to - 1` with all pages of the vector.
    function _showing(Vector memory vector, uint32 from, uint32 to) internal view returns (bytes memory) {
        return _showing(vector, from, to, _creditsOf(from, to), _states(from, to));
    }

    function _showing(Vector memory vector, uint32 from, uint32 to, bytes memory credits, bytes memory states)
        internal
        view
        returns (bytes memory)
    {
        ISettlement.VectorPage[] memory pages = new ISettlement.VectorPage[]((vector.x.length + 63) / 64);
        for (uint256 k = 0; k < pages.length; ++k) {
            pages[k] = ISettlement.VectorPage(uint32(k), _xPage(vector.x, k));
        }
        return abi.encodeCall(ISettlement.verifyRows, (_closed().epoch, from, to, pages, states, credits));
    }

    /// @dev Credits of the rows `from` to `to - 1` of the closed epoch, row after row.
    function _creditsOf(uint256 from, uint256 to) internal view returns (bytes memory credits) {
        Given[] memory all = given[_closed().epoch];
        for (uint256 i = from; i < to; ++i) {
            credits = bytes.concat(credits, _creditsTo(all, i));
        }
    }

    /// @dev State before of these members, as {ISettlement.verifyRows} wants it: whole pages, nothing for newcomers.
    function _states(uint256 from, uint256 to) internal view returns (bytes memory) {
        if (from >= cumulatives.length) return "";
        return _before(from / 64 * 64, (to + 63) / 64 * 64);
    }

    /// @dev Calls the settlement as `from`; `answer` is what it reverted with.
    function _call(address from, bytes memory data) internal returns (bool done, bytes memory answer) {
        vm.prank(from);
        return address(settlement).call(data);
    }

    /// @dev Calls the settlement and demands exactly this error.
    function _refused(address from, bytes memory data, bytes memory reason) internal {
        (bool done, bytes memory answer) = _call(from, data);
        assertFalse(done, "was not refused");
        assertEq(answer, reason);
    }

    function _finalize(Vector memory vector) internal {
        vm.warp(settlement.standing().deadline + 1);
        settlement.finalize(_closed().epoch);
        _adopt(vector);
    }

    /// @dev The vector has become final.
    function _adopt(Vector memory vector) internal {
        cumulatives = vector.cumulatives;
        reputations = vector.reputations;
    }

    /// @dev Closes the open epoch and settles it honestly.
    function _settle() internal returns (Vector memory vector) {
        _close();
        vector = _solve();
        _submit(settler, vector);
        _finalize(vector);
    }

    /// @dev The members `first` to `end - 1`.
    function _all(uint256 first, uint256 end) internal pure returns (uint32[] memory members) {
        members = new uint32[](end - first);
        for (uint256 i = first; i < end; ++i) {
            members[i - first] = uint32(i);
        }
    }

    function _rethrow(bytes memory answer) internal pure {
        assembly ("memory-safe") {
            revert(add(answer, 32), mload(answer))
        }
    }
}
