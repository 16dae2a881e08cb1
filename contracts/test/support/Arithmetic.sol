// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {ISettlement} from "../../interfaces/ISettlement.sol";
import {InfluenceMath} from "../../libraries/InfluenceMath.sol";
import {Pages} from "../../libraries/Pages.sol";
import {RowReplay} from "../../libraries/RowReplay.sol";

/// @notice The functions that the settlement contract is made of, with calldata as it reads it.
contract Arithmetic {
    using RowReplay for RowReplay.Vector;
    using RowReplay for RowReplay.Replay;

    /// @notice An epoch with any vector, packed as the protocol packs it; a row of credits for each member.
    struct Epoch {
        uint256 dampingBp;
        uint256 pointsPerEpoch;
        uint256 renewalBp;
        uint256 reward;
        uint256 totalEarned;
        bytes x;
        bytes previousState;
        bytes[] rows;
    }

    /// @notice All that follows from it.
    struct Settled {
        uint256[] seeds;
        uint256[] influences;
        bytes28[] chains;
        bytes state;
        uint256 earned;
        uint256 reputation;
        bytes32 root;
    }

    // No row has this chain, so that all credits are read.
    bytes28 private constant NO_ROW = bytes28(type(uint224).max);

    function replay(uint256 members, ISettlement.VectorPage[] calldata pages, bytes[] calldata rows)
        external
        pure
        returns (RowReplay.Replay[] memory replayed)
    {
        RowReplay.Vector memory x = RowReplay.vector(members);
        for (uint256 i = 0; i < pages.length; ++i) {
            x.add(pages[i].number, pages[i].values);
        }
        replayed = new RowReplay.Replay[](rows.length);
        for (uint256 i = 0; i < rows.length; ++i) {
            replayed[i].carry(x, NO_ROW, rows[i]);
        }
    }

    function derive(InfluenceMath.Basis calldata basis, uint256 page, bytes calldata x, bytes calldata previousState)
        external
        pure
        returns (Pages.Derived memory)
    {
        return Pages.derive(basis, page, x, previousState);
    }

    function settle(Epoch calldata epoch) external pure returns (Settled memory settled) {
        InfluenceMath.Basis memory basis = basisOf(epoch);
        RowReplay.Vector memory x = RowReplay.vector(epoch.x.length / 8);
        for (uint256 page = 0; page * Pages.INFLUENCE_BYTES < epoch.x.length; ++page) {
            bytes calldata values = _cut(epoch.x, page * Pages.INFLUENCE_BYTES, Pages.INFLUENCE_BYTES);
            x.add(page, values);
            _settlePage(settled, basis, page, values, epoch.previousState);
        }
        _settleRows(settled, basis, epoch, x);
    }

    function basisOf(Epoch calldata epoch) public pure returns (InfluenceMath.Basis memory) {
        uint256 total = 0;
        for (uint256 i = 0; i * Pages.STATE_BYTES < epoch.previousState.length; ++i) {
            (, uint256 reputation) = Pages.stateAt(epoch.previousState, i);
            total += reputation;
        }
        return InfluenceMath.basis(epoch.dampingBp, epoch.renewalBp, epoch.reward, total, epoch.totalEarned);
    }

    function _settlePage(
        Settled memory settled,
        InfluenceMath.Basis memory basis,
        uint256 page,
        bytes calldata values,
        bytes calldata previousState
    ) private pure {
        uint256 size = values.length * 2;
        bytes calldata before = _cut(previousState, page * Pages.SIZE * Pages.STATE_BYTES, size);
        Pages.Derived memory derived = Pages.derive(basis, page, values, before);
        settled.state = bytes.concat(settled.state, derived.state);
        settled.earned += derived.earned;
        settled.reputation += derived.reputation;
        settled.root = Pages.chain(settled.root, keccak256(values), keccak256(derived.state));
    }

    function _settleRows(
        Settled memory settled,
        InfluenceMath.Basis memory basis,
        Epoch calldata epoch,
        RowReplay.Vector memory x
    ) private pure {
        uint256 members = epoch.rows.length;
        settled.seeds = new uint256[](members);
        settled.influences = new uint256[](members);
        settled.chains = new bytes28[](members);
        for (uint256 i = 0; i < members; ++i) {
            RowReplay.Replay memory row;
            row.carry(x, NO_ROW, epoch.rows[i]);
            uint256 reputation = 0;
            if (i * Pages.STATE_BYTES < epoch.previousState.length) (, reputation) = Pages.stateAt(epoch.previousState, i);
            uint256 seed = InfluenceMath.seed(basis, reputation);
            settled.seeds[i] = seed;
            settled.influences[i] = InfluenceMath.influence(seed, epoch.dampingBp, row.sum, epoch.pointsPerEpoch);
            settled.chains[i] = row.chain;
        }
    }

    function _cut(bytes calldata data, uint256 start, uint256 size) private pure returns (bytes calldata) {
        if (start > data.length) start = data.length;
        uint256 end = start + size;
        return data[start:end < data.length ? end : data.length];
    }
}
