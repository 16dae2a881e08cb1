// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {ISettlement} from "../interfaces/ISettlement.sol";
import {InfluenceMath} from "../libraries/InfluenceMath.sol";
import {Pages} from "../libraries/Pages.sol";
import {RowReplay} from "../libraries/RowReplay.sol";
import {Arithmetic} from "./support/Arithmetic.sol";
import {Test} from "./support/Test.sol";

/// @notice The vectors that C# and TypeScript compute, checked row by row and page by page with the contract's functions.
contract InfluenceVectorsTest is Test {
    struct Bundle {
        uint256 pointsPerEpoch;
        uint256 dampingBp;
        InfluenceMath.Basis basis;
        uint256[] reputations;
        uint256[] cumulatives;
        bytes[] rows;
    }

    struct Solution {
        bytes32 root;
        uint256 totalEarned;
        uint256[] seeds;
        uint256[] influences;
        uint256[] earned;
        uint256[] cumulatives;
        uint256[] reputations;
    }

    // As the runner encodes JSON objects: fields in alphabetical order, decimal strings as strings.
    struct MemberBefore {
        address account;
        string cumulative;
        string reputation;
    }

    struct MemberAfter {
        address account;
        string cumulative;
        string earned;
        string influence;
        string reputation;
        string seed;
    }

    Arithmetic private immutable arithmetic = new Arithmetic();

    function test_influence_sharedVectors_succeeds() external view {
        for (uint256 i = 1; i <= 7; ++i) {
            _check(string.concat("tests/vectors/influence-", vm.toString(i)));
        }
    }

    function test_influence_openvswitchQuarter_succeeds() external view {
        _check("tests/vectors/influence-openvswitch-q69");
    }

    function _check(string memory name) private view {
        string memory expected = vm.readFile(string.concat(name, ".expected.json"));
        Solution memory solution = _solution(expected);
        solution.totalEarned = vm.parseJsonUint(expected, ".totalEarned");
        Bundle memory bundle = _bundle(string.concat(name, ".jsonl"), solution.totalEarned);
        assertEq(solution.influences.length, bundle.rows.length, name);
        ISettlement.VectorPage[] memory pages = _pages(solution.influences);
        _checkRows(bundle, solution, pages);
        _checkState(bundle, solution, pages);
    }

    function _checkRows(Bundle memory bundle, Solution memory solution, ISettlement.VectorPage[] memory pages) private view {
        uint256 members = solution.influences.length;
        RowReplay.Replay[] memory replayed = arithmetic.replay(members, pages, bundle.rows);
        for (uint256 i = 0; i < members; ++i) {
            uint256 seed = InfluenceMath.seed(bundle.basis, bundle.reputations[i]);
            assertEq(seed, solution.seeds[i], "seed");
            uint256 found =
                InfluenceMath.influence(seed, bundle.dampingBp, replayed[i].sum, bundle.pointsPerEpoch);
            assertEq(found, solution.influences[i], "influence");
            assertEq(replayed[i].chain, _chain(bundle.rows[i]), "chain");
        }
    }

    function _checkState(Bundle memory bundle, Solution memory solution, ISettlement.VectorPage[] memory pages) private view {
        bytes32 root;
        uint256 total;
        for (uint256 k = 0; k < pages.length; ++k) {
            bytes memory before = _state(bundle.cumulatives, bundle.reputations, k);
            Pages.Derived memory derived = arithmetic.derive(bundle.basis, k, pages[k].values, before);
            assertEq(derived.state, _state(solution.cumulatives, solution.reputations, k));
            total += derived.earned;
            root = keccak256(bytes.concat(root, keccak256(pages[k].values), keccak256(derived.state)));
        }
        assertEq(total, solution.totalEarned, "total earned");
        assertEq(root, solution.root, "root");
        for (uint256 i = 0; i < solution.earned.length; ++i) {
            assertEq(solution.influences[i] - solution.seeds[i], solution.earned[i], "earned");
        }
    }

    function _solution(string memory json) private pure returns (Solution memory solution) {
        MemberAfter[] memory members = abi.decode(vm.parseJson(json, ".members"), (MemberAfter[]));
        solution.root = vm.parseJsonBytes32(json, ".root");
        solution.seeds = new uint256[](members.length);
        solution.influences = new uint256[](members.length);
        solution.earned = new uint256[](members.length);
        solution.cumulatives = new uint256[](members.length);
        solution.reputations = new uint256[](members.length);
        for (uint256 i = 0; i < members.length; ++i) {
            solution.seeds[i] = vm.parseUint(members[i].seed);
            solution.influences[i] = vm.parseUint(members[i].influence);
            solution.earned[i] = vm.parseUint(members[i].earned);
            solution.cumulatives[i] = vm.parseUint(members[i].cumulative);
            solution.reputations[i] = vm.parseUint(members[i].reputation);
        }
    }

    function _bundle(string memory path, uint256 totalEarned) private view returns (Bundle memory bundle) {
        string memory header = vm.readLine(path);
        bundle.pointsPerEpoch = vm.parseJsonUint(header, ".parameters.pointsPerEpoch");
        bundle.dampingBp = vm.parseJsonUint(header, ".parameters.dampingBp");
        MemberBefore[] memory members = abi.decode(vm.parseJson(header, ".members"), (MemberBefore[]));
        bundle.reputations = new uint256[](members.length);
        bundle.cumulatives = new uint256[](members.length);
        bundle.rows = new bytes[](members.length);
        uint256 totalReputation = 0;
        for (uint256 i = 0; i < members.length; ++i) {
            bundle.reputations[i] = vm.parseUint(members[i].reputation);
            bundle.cumulatives[i] = vm.parseUint(members[i].cumulative);
            totalReputation += bundle.reputations[i];
        }
        bundle.basis = InfluenceMath.basis(
            bundle.dampingBp,
            vm.parseJsonUint(header, ".parameters.renewalBp"),
            vm.parseJsonUint(header, ".parameters.rewardPerEpoch"),
            totalReputation,
            totalEarned
        );
        for (string memory line = vm.readLine(path); bytes(line).length != 0; line = vm.readLine(path)) {
            uint256 to = vm.parseJsonUint(line, ".to");
            uint32 from = uint32(vm.parseJsonUint(line, ".from"));
            uint32 points = uint32(vm.parseJsonUint(line, ".points"));
            bundle.rows[to] = bytes.concat(bundle.rows[to], abi.encodePacked(from, points));
        }
    }

    function _pages(uint256[] memory influences) private pure returns (ISettlement.VectorPage[] memory pages) {
        pages = new ISettlement.VectorPage[]((influences.length + 63) / 64);
        for (uint256 i = 0; i < influences.length; ++i) {
            ISettlement.VectorPage memory page = pages[i / 64];
            page.number = uint32(i / 64);
            page.values = bytes.concat(page.values, bytes8(uint64(influences[i])));
        }
    }

    function _state(uint256[] memory cumulatives, uint256[] memory reputations, uint256 page)
        private
        pure
        returns (bytes memory state)
    {
        for (uint256 i = page * 64; i < cumulatives.length && i < page * 64 + 64; ++i) {
            state = bytes.concat(state, abi.encodePacked(uint64(cumulatives[i]), uint64(reputations[i])));
        }
    }

    function _chain(bytes memory credits) private pure returns (bytes28 chain) {
        for (uint256 i = 0; i < credits.length; i += 8) {
            bytes8 credit;
            for (uint256 j = 0; j < 8; ++j) {
                credit |= bytes8(credits[i + j]) >> (8 * j);
            }
            chain = bytes28(keccak256(abi.encodePacked(chain, credit)));
        }
    }
}
