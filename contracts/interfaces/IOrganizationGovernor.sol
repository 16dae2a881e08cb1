// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

/// @title OrganizationGovernor
/// @notice Votes with reputation on what the timelock does: set a parameter, or spend what it was given. A proposal counts
/// votes as they stand one day after it was made. The rules of voting are constants. Proposals and votes can be signed, and
/// brought by anybody, so that they cost a member nothing.
interface IOrganizationGovernor {
    /// @notice No vote changes what it takes to pass, not to `numerator` either.
    error QuorumConstant(uint256 numerator);

    /// @notice No vote changes how long a late quorum extends it, not to `extension` seconds either.
    error VoteExtensionConstant(uint48 extension);

    /// @notice No vote changes who executes it, not to `timelock` either.
    error TimelockConstant(address timelock);

    /// @notice No vote speaks as the governor to `target`: it could queue what shows under no vote, to be executed years later,
    /// or cancel what another vote queued.
    error RelayClosed(address target);

    /// @notice The signature of a proposal was good until `deadline`, in seconds since 1970.
    error ProposalSignatureExpired(uint256 deadline);

    /// @notice The `voter` had no votes at `timepoint`, in seconds since 1970: none of his own that he had claimed and not
    /// delegated, and none of others.
    error NoVotes(address voter, uint256 timepoint);

    /// @notice The hash of the EIP-712 type of a proposal, `Proposal(address proposer,address[] targets,uint256[]
    /// values,bytes[] calldatas,string description,uint256 nonce,uint256 deadline)`.
    function PROPOSAL_TYPEHASH() external view returns (bytes32);

    /// @notice Makes a proposal of whoever signed it, under the rules of `propose`. The message has the fields of this call
    /// and the proposer's next nonce, which counts signed votes and signed proposals together.
    /// @custom:caller Anyone, with the signature of `proposer`: of his key, or of his contract by ERC-1271.
    /// @param targets What is called, one call after another.
    /// @param values Ether sent along with each call, in wei.
    /// @param calldatas What each call says.
    /// @param description Why. If it ends with `#proposer=0x…`, nobody but that account can propose it.
    /// @param proposer Who signed, and has a thousandth of all votes.
    /// @param deadline Until when the signature counts, in seconds since 1970.
    /// @param signature Of 65 bytes for a key; what the contract asks for otherwise.
    /// @return proposalId The proposal, by the hash of its calls and its description.
    function proposeBySig(
        address[] memory targets,
        uint256[] memory values,
        bytes[] memory calldatas,
        string memory description,
        address proposer,
        uint256 deadline,
        bytes memory signature
    ) external returns (uint256 proposalId);
}
