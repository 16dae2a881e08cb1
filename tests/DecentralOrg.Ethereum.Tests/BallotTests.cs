using DecentralOrg.Kernel;
using DecentralOrg.Kernel.Governance;
using DecentralOrg.Kernel.Records;

namespace DecentralOrg.Ethereum.Tests;

/// <summary>What voters sign, with viem as the oracle.</summary>
public sealed class BallotTests
{
    private const int Seed = 20260711;
    private readonly Oracle oracle = new();

    [Test]
    public async Task Digests_of_ballots_on_the_parameters_are_those_of_viem()
    {
        var draw = new Draw(Seed);
        for (var i = 0; i < 60; i++)
        {
            var domain = new RecordDomain((ulong)draw.Number(32), draw.Account());
            Preference[] preferences = [.. Enumerable.Range(0, draw.Below(9)).Select(each => new Preference((Parameter)(each % 8), (UInt128)draw.Number(127)))];
            var ballot = new ParameterBallot(draw.Account(), RecordText.From(draw.Text()), (ulong)draw.Number(63), [.. preferences]);
            oracle.Expect(
                new
                {
                    kind = "typed",
                    domain = new { name = "DecentralOrg", version = "1", chainId = Draw.Json(domain.ChainId), verifyingContract = domain.Ledger.ToString() },
                    types = new Dictionary<string, object>
                    {
                        ["ParameterBallot"] = Fields(("voter", "address"), ("ballot", "string"), ("nonce", "uint64"), ("preferences", "Preference[]")),
                        ["Preference"] = Fields(("parameter", "string"), ("value", "uint256")),
                    },
                    primaryType = "ParameterBallot",
                    message = new
                    {
                        voter = ballot.Voter.ToString(),
                        ballot = ballot.Ballot.ToString(),
                        nonce = Draw.Json(ballot.Nonce),
                        preferences = preferences.Select(each => new { parameter = each.Parameter.Name, value = Draw.Json(each.Value) }),
                    },
                },
                ballot.Digest(domain).ToString(), draw.Seed);
        }
        await oracle.RunAsync();
    }

    [Test]
    public async Task Digests_of_personal_messages_are_those_of_viem()
    {
        var draw = new Draw(Seed + 1);
        foreach (var length in (int[])[0, 1, 9, 10, 99, 100, 1_000, 4_321])
        {
            var message = draw.Bytes(length);
            oracle.Expect(new { kind = "personal", data = Hex.Encode(message) }, PersonalMessage.Digest(message).ToString(), draw.Seed);
        }
        await oracle.RunAsync();
    }

    private static object[] Fields(params (string Name, string Type)[] fields) => [.. fields.Select(field => new { name = field.Name, type = field.Type })];
}
