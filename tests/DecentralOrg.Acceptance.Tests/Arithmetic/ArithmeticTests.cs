using System.Numerics;
using DecentralOrg.Ethereum;
using DecentralOrg.Kernel;
using DecentralOrg.Kernel.Influence;
using DecentralOrg.Kernel.Settlement;

namespace DecentralOrg.Acceptance.Tests.Arithmetic;

/// <summary>
/// The rules of arithmetic, in C# and in the functions that the settlement contract is made of, on a chain: cases that C#
/// draws are answered by the contract, and cases that a contract draws and computes are computed again by C#.
/// </summary>
internal sealed class ArithmeticTests
{
    private const string Epoch =
        "(uint256 dampingBp,uint256 pointsPerEpoch,uint256 renewalBp,uint256 reward,uint256 totalEarned,bytes x,bytes previousState,bytes[] rows)";

    private const string Settled =
        "(uint256[] seeds,uint256[] influences,bytes28[] chains,bytes state,uint256 earned,uint256 reputation,bytes32 root)";

    private static readonly AbiFunction Settle = AbiFunction.Parse($"settle({Epoch} epoch)", $"({Settled} settled)", "pure");
    private static readonly AbiFunction Play = AbiFunction.Parse("play(uint256 seed)", $"({Epoch} epoch,{Settled} settled)", "view");
    private static readonly RevertDecoder Reverts = new([]);

    [Test]
    public async Task Cases_that_csharp_draws_are_answered_by_the_contract()
    {
        var contract = await CreateAsync("Arithmetic");
        await ArithmeticCase.Any.SampleAsync(
            async drawn => drawn.Compare((object[])(await AskAsync(contract, Settle, [drawn.Encode()]))[0]),
            writeLine: TestContext.Out.WriteLine, threads: 1);
    }

    [Test]
    public async Task Cases_that_a_contract_draws_are_computed_again()
    {
        var contract = await CreateAsync("ArithmeticDraw");
        await Gen.Select(Gen.ULong, Gen.ULong, (high, low) => (BigInteger)new UInt128(high, low)).SampleAsync(
            async seed =>
            {
                var answer = await AskAsync(contract, Play, [seed]);
                Read((object[])answer[0]).Compare((object[])answer[1]);
            },
            writeLine: TestContext.Out.WriteLine, threads: 1);
    }

    private static ArithmeticCase Read(object[] epoch)
    {
        var influence = new InfluenceParameters((int)(BigInteger)epoch[0], (int)(BigInteger)epoch[1]);
        var terms = new EpochTerms(influence, (ulong)(BigInteger)epoch[3], (int)(BigInteger)epoch[2]);
        return ArithmeticCase.Decode(terms, (ulong)(BigInteger)epoch[4], (byte[])epoch[5], (byte[])epoch[6], (object[])epoch[7]);
    }

    private static Task<object[]> AskAsync(Address contract, AbiFunction function, object[] arguments) =>
        ContractReader.CallAsync(Chains.Chain, contract, function, arguments, at: null, Reverts, CancellationToken.None);

    private static async Task<Address> CreateAsync(string contract)
    {
        var path = Path.Combine(Chains.Root, "artifacts", "contracts", "test", "support", contract + ".sol", contract + ".json");
        var creation = ContractArtifact.Parse(await File.ReadAllTextAsync(path)).Bytecode;
        return (await Chains.Payer.ExecuteAsync(new ContractCall(null, creation))).Created!.Value;
    }
}
