// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";

/// @title RewardToken
/// @notice What contributors are paid in: an ERC-20 with permit and 18 decimals, minted by settlements only.
interface IRewardToken is IERC20 {
    /// @notice Only the settlement contract mints, not `caller`.
    error NotSettlement(address caller);

    /// @notice The only minter, fixed at creation.
    function settlement() external view returns (address);

    /// @notice Mints `amount` (18 decimals) to `account`.
    /// @custom:caller The settlement contract.
    function mint(address account, uint256 amount) external;
}
