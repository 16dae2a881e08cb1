// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {ERC20} from "@openzeppelin/contracts/token/ERC20/ERC20.sol";
import {ERC20Permit} from "@openzeppelin/contracts/token/ERC20/extensions/ERC20Permit.sol";
import {IRewardToken} from "./interfaces/IRewardToken.sol";

/// @title RewardToken
contract RewardToken is ERC20Permit, IRewardToken {
    /// @inheritdoc IRewardToken
    address public immutable settlement;

    /// @param settlement_ The only minter; may be created after this contract.
    constructor(string memory name_, string memory symbol_, address settlement_)
        ERC20(name_, symbol_)
        ERC20Permit(name_)
    {
        settlement = settlement_;
    }

    /// @inheritdoc IRewardToken
    function mint(address account, uint256 amount) external {
        if (msg.sender != settlement) revert NotSettlement(msg.sender);
        _mint(account, amount);
    }
}
