using DecentralOrg.Ethereum;
using DecentralOrg.Kernel.Records;
using DecentralOrg.Node.Endpoints;
using DecentralOrg.Node.Intake;
using static DecentralOrg.Node.Tests.Intake.IntakeWorld;

namespace DecentralOrg.Node.Tests.Intake;

/// <summary>Signatures as the ledger judges them: by key, then by code.</summary>
internal sealed class AccountTests
{
    private static readonly byte[] Yes = [0x16, 0x26, 0xba, 0x7e, .. new byte[28]];

    [Test]
    public async Task The_short_form_of_a_signature_is_taken()
    {
        await using var world = Open();
        var record = Contribution(9);
        byte[] compact = [.. record.Signature[..64]];
        if (record.Signature[64] == 28)
            compact[32] |= 0x80;
        await AcceptTests.AcceptedAsync(world, record with { Signature = compact });
    }

    [Test]
    public async Task An_account_with_code_is_asked_with_the_gas_of_the_ledger()
    {
        await using var world = Open();
        world.Chain.Contracts.Add(Account(9));
        ContractCall? asked = null;
        world.Chain.OnCall = (call, _) =>
        {
            asked = call;
            return Task.FromResult(Yes);
        };
        var record = Contribution(9) with { Signature = [1, 0, 2] };
        await AcceptTests.AcceptedAsync(world, record);
        Assert.That(asked!.To, Is.EqualTo(Account(9)));
        Assert.That(asked.Data, Is.EqualTo(AbiFunction.Parse("isValidSignature(bytes32 hash, bytes signature)").Encode(record.Digest, record.Signature)));
        var zeros = (ulong)asked.Data.Count(value => value == 0);
        Assert.That(asked.Gas, Is.EqualTo(300_000 + 21_000 + 4 * zeros + 16 * ((ulong)asked.Data.Length - zeros)));
    }

    [Test]
    public async Task A_key_needs_no_code_and_no_chain()
    {
        await using var world = Open();
        world.Chain.Contracts.Add(Account(9));
        await AcceptTests.AcceptedAsync(world, Contribution(9));
    }

    private static IEnumerable<TestCaseData> Answers()
    {
        yield return Answer("no", nameof(Refusal.SignatureInvalid), (_, _) => Task.FromResult<byte[]>([0xff, 0xff, 0xff, 0xff, .. new byte[28]]));
        yield return Answer("nothing", nameof(Refusal.SignatureInvalid), (_, _) => Task.FromResult<byte[]>([]));
        yield return Answer("31 bytes", nameof(Refusal.SignatureInvalid), (_, _) => Task.FromResult(Yes[..31]));
        yield return Answer("yes with dirt behind", nameof(Refusal.SignatureInvalid), (_, _) => Task.FromResult<byte[]>([.. Yes[..31], 1]));
        yield return Answer("a megabyte of garbage", nameof(Refusal.SignatureInvalid), (_, _) => Task.FromResult(new byte[1 << 20]));
        yield return Answer("a loop", nameof(Refusal.SignatureInvalid), (_, _) => throw Error("EVM error OutOfGas"));
        yield return Answer("a loop on geth", nameof(Refusal.SignatureInvalid), (_, _) => throw Error("out of gas"));
        yield return Answer("a wrong instruction", nameof(Refusal.SignatureInvalid), (_, _) => throw Error("invalid opcode: INVALID"));
        yield return Answer("a revert", nameof(Refusal.SignatureInvalid), (_, _) => throw Error("execution reverted"));
        yield return Answer("a busy node", nameof(IntakeRefusal.AccountUnreachable), (_, _) => throw Error("rate limit exceeded"));
        yield return Answer("no node", nameof(IntakeRefusal.AccountUnreachable), (_, _) => throw new RpcException(RpcFailure.Unreachable, "gone"));
        yield return Answer("no endpoint that can be used", nameof(IntakeRefusal.AccountUnreachable), (_, _) => throw new EndpointException("All endpoints rest."));
        yield return Answer("no answer in time", nameof(IntakeRefusal.AccountUnreachable), async (_, stop) =>
        {
            await Task.Delay(Timeout.Infinite, stop);
            return Yes;
        });
    }

    [TestCaseSource(nameof(Answers))]
    public async Task An_account_that_does_not_say_yes_is_refused(string name, Func<ContractCall, CancellationToken, Task<byte[]>> answer)
    {
        await using var world = Open(new IntakeOptions { AccountTime = TimeSpan.FromMilliseconds(100) });
        world.Chain.Contracts.Add(Account(9));
        world.Chain.OnCall = answer;
        await AcceptTests.RefusedAsync(world, Contribution(9) with { Signature = new byte[65] }, name);
    }

    private static RpcException Error(string text)
    {
        using var json = System.Text.Json.JsonDocument.Parse($$"""{"code":-32000,"message":"{{text}}"}""");
        return RpcException.From("eth_call", json.RootElement);
    }

    private static TestCaseData Answer(string what, string name, Func<ContractCall, CancellationToken, Task<byte[]>> answer) =>
        new TestCaseData(name, answer).SetArgDisplayNames(what);
}
