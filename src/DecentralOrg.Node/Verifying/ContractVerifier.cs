using DecentralOrg.Ethereum;
using DecentralOrg.Kernel;
using DecentralOrg.Node.Contracts;
using DecentralOrg.Node.Following;
using DecentralOrg.Node.Organizations;

namespace DecentralOrg.Node.Verifying;

/// <summary>Verifies that an organization's contracts are those of this product, and that nobody but a vote can change anything.</summary>
/// <param name="chain">The chain.</param>
/// <param name="contracts">The organization.</param>
/// <param name="artifacts">Compiled contracts by name.</param>
public sealed class ContractVerifier(IChain chain, OrganizationContracts contracts, Func<string, ContractArtifact> artifacts)
{
    private readonly List<Finding> findings = [];

    /// <summary>What does not hold.</summary>
    public IReadOnlyList<Finding> Findings => findings;

    /// <summary>Compares the code of all contracts, and asks for every role.</summary>
    /// <returns>How many contracts run the code that they should.</returns>
    /// <exception cref="RpcException">The node gave no usable answer.</exception>
    public async Task<int> RunAsync(BlockTag at, CancellationToken stop)
    {
        List<(string Name, Address Address)> parts =
        [
            ("Settlement", contracts.Settlement.Address), ("Ledger", contracts.Ledger.Address), ("Parameters", contracts.Parameters.Address),
            ("RewardToken", contracts.Token.Address), ("Reputation", contracts.Reputation.Address), ("OrganizationTimelock", contracts.Timelock.Address),
        ];
        // An owner that names no governor or no members' roles is for the check to say.
        if (contracts.Governor.Address != Address.Zero)
            parts.Add(("OrganizationGovernor", contracts.Governor.Address));
        if (contracts.Roles.Address != Address.Zero)
            parts.Add(("Roles", contracts.Roles.Address));
        var right = 0;
        foreach (var (name, address) in parts)
        {
            if (ContractCode.Runs(artifacts(name), await chain.GetCodeAsync(address, at, stop)))
                right++;
            else
                findings.Add(new Finding(FindingRule.Code, $"The contract at {address} does not run the code of {name} as this program knows it: it may do anything, or be of another version."));
        }
        await CheckRolesAsync(at, stop);
        return right;
    }

    private async Task CheckRolesAsync(BlockTag at, CancellationToken stop)
    {
        var check = OrganizationCheckContract.DeployData(artifacts("OrganizationCheck").Bytecode, contracts.Settlement.Address, Address.Zero);
        try
        {
            _ = await chain.CallAsync(new ContractCall(null, check), at, from: null, stop);
        }
        catch (RpcException error) when (error.RevertData is { } data)
        {
            var revert = new RevertDecoder(OrganizationCheckContract.Errors).Decode(data);
            findings.Add(new Finding(FindingRule.Roles, Assertions.Denial(revert)));
        }
    }
}
