// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IOrganizationCheck} from "./IOrganizationCheck.sol";

/// @title FoundingCheck
/// @notice What holds for an organization that was just founded, beside what {IOrganizationCheck} says: it is what its
/// charter says, and nobody has more than that.
interface IFoundingCheck is IOrganizationCheck {
    /// @notice Epoch 0 is not open any more.
    error EpochNotFirst(uint32 epoch);

    /// @notice The member of this number is not the charter's founder.
    error FounderNotMember(uint32 number, address founder, address found);

    /// @notice A founder has another reputation than the charter gives him.
    error FounderReputationWrong(address founder, uint256 found, uint256 expected);

    /// @notice Who deployed the contracts has reputation and is no founder.
    error DeployerHasReputation(address deployer, uint256 found);

    /// @notice There is reputation that the charter gives to nobody.
    error ReputationElsewhere(uint256 found, uint256 expected);

    /// @notice Tokens were minted before anything was earned.
    error TokensMinted(uint256 supply);

    /// @notice The token has another name or symbol than the charter gives it.
    error TokenNameWrong(string name, string symbol);

    /// @notice The parameters, or those of epoch 0, are not the charter's.
    error TermsWrong();
}
