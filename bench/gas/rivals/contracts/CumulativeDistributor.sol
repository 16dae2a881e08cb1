// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Ownable} from "@openzeppelin/contracts/access/Ownable.sol";
import {MerkleProof} from "@openzeppelin/contracts/utils/cryptography/MerkleProof.sol";
import {IReputation} from "../../../../contracts/interfaces/IReputation.sol";
import {IRewardToken} from "../../../../contracts/interfaces/IRewardToken.sol";

/// @title CumulativeDistributor
/// @notice For comparison only, written for it because no package has one: a root over cumulative rewards that its owner
/// publishes and nobody can refute, and claims that mint what was not yet minted.
contract CumulativeDistributor is Ownable {
    IRewardToken public immutable token;
    bytes32 public root;
    mapping(address account => uint256) public claimed;

    event Published(bytes32 root);
    event Claimed(address indexed account, uint256 amount);

    error WrongProof();

    constructor(IRewardToken token_) Ownable(msg.sender) {
        token = token_;
    }

    function publish(bytes32 root_) external onlyOwner {
        root = root_;
        emit Published(root_);
    }

    function claim(address account, uint256 cumulative, bytes32[] calldata proof) external {
        _require(keccak256(bytes.concat(keccak256(abi.encode(account, cumulative)))), proof);
        _pay(account, cumulative);
    }

    function _require(bytes32 leaf, bytes32[] calldata proof) internal view {
        if (!MerkleProof.verifyCalldata(proof, root, leaf)) revert WrongProof();
    }

    function _pay(address account, uint256 cumulative) internal {
        uint256 amount = cumulative - claimed[account];
        claimed[account] = cumulative;
        token.mint(account, amount);
        emit Claimed(account, amount);
    }
}

/// @title CumulativeVotesDistributor
/// @notice The same, whose leaves also carry an account's votes.
contract CumulativeVotesDistributor is CumulativeDistributor {
    IReputation public immutable votes;

    constructor(IRewardToken token_, IReputation votes_) CumulativeDistributor(token_) {
        votes = votes_;
    }

    function claim(address account, uint256 cumulative, uint256 amount, bytes32[] calldata proof) external {
        _require(keccak256(bytes.concat(keccak256(abi.encode(account, cumulative, amount)))), proof);
        _pay(account, cumulative);
        votes.set(account, amount);
    }
}
