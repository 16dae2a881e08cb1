// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Votes} from "@openzeppelin/contracts/governance/utils/Votes.sol";
import {IVotes} from "@openzeppelin/contracts/governance/utils/IVotes.sol";
import {IERC6372} from "@openzeppelin/contracts/interfaces/IERC6372.sol";
import {EIP712} from "@openzeppelin/contracts/utils/cryptography/EIP712.sol";
import {Time} from "@openzeppelin/contracts/utils/types/Time.sol";
import {IReputation} from "./interfaces/IReputation.sol";

/// @title Reputation
contract Reputation is Votes, IReputation {
    /// @notice What a client divides by before it shows a vote.
    uint8 public constant decimals = 9;

    /// @inheritdoc IReputation
    address public immutable settlement;

    /// @inheritdoc IReputation
    mapping(address account => uint256) public reputationOf;

    /// @param settlement_ The only writer; may be created after this contract.
    constructor(address settlement_) EIP712("DecentralOrg Reputation", "1") {
        settlement = settlement_;
    }

    /// @inheritdoc IReputation
    function totalReputation() external view returns (uint256) {
        return _getTotalSupply();
    }

    /// @inheritdoc IReputation
    function set(address account, uint256 reputation) external {
        if (msg.sender != settlement) revert NotSettlement(msg.sender);
        uint256 before = reputationOf[account];
        if (reputation == before) return;
        reputationOf[account] = reputation;
        emit ReputationSet(account, reputation);
        if (reputation > before) _transferVotingUnits(address(0), account, reputation - before);
        else _transferVotingUnits(account, address(0), before - reputation);
    }

    /// @inheritdoc IVotes
    /// @dev Everybody votes for himself until he delegates. The zero address delegates to nobody: it stands for the source
    /// and the sink of votes.
    function delegates(address account) public view override(Votes, IVotes) returns (address) {
        address chosen = super.delegates(account);
        return chosen == address(0) ? account : chosen;
    }

    /// @inheritdoc IERC6372
    function clock() public view override(Votes, IERC6372) returns (uint48) {
        return Time.timestamp();
    }

    /// @inheritdoc IERC6372
    function CLOCK_MODE() public pure override(Votes, IERC6372) returns (string memory) {
        return "mode=timestamp";
    }

    /// @dev Votes moved to the zero address would belong to nobody while {delegates} answers with the account itself, and
    /// the next decrease would be taken from votes the account does not have: no claim could ever lower it again.
    function _delegate(address account, address delegatee) internal override {
        super._delegate(account, delegatee == address(0) ? account : delegatee);
    }

    function _getVotingUnits(address account) internal view override returns (uint256) {
        return reputationOf[account];
    }
}
