// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IOrganizationCheck} from "./IOrganizationCheck.sol";

/// @title FoundingCheck
/// @notice What holds for an organization that was just founded, beside what {IOrganizationCheck} says: it is what its
/// charter says, and nobody has more than that.
interface IFoundingCheck is IOrganizationCheck {
    /// @notice Epoch `epoch` is open, not epoch 0.
    error EpochNotFirst(uint32 epoch);

    /// @notice Member `number` is `found`, not the charter's `founder`.
    error FounderNotMember(uint32 number, address founder, address found);

    /// @notice The `founder` has the reputation `found`; the charter gives him `expected`.
    error FounderReputationWrong(address founder, uint256 found, uint256 expected);

    /// @notice The `deployer` has the reputation `found` and is no founder.
    error DeployerHasReputation(address deployer, uint256 found);

    /// @notice All reputation together is `found`; the charter gives `expected`.
    error ReputationElsewhere(uint256 found, uint256 expected);

    /// @notice There is a `supply` of tokens before anything was earned.
    error TokensMinted(uint256 supply);

    /// @notice The token has the `name` and the `symbol`, not the charter's.
    error TokenNameWrong(string name, string symbol);

    /// @notice The parameters, or those of epoch 0, are not the charter's.
    error TermsWrong();
}
