using DecentralOrg.Kernel;

namespace DecentralOrg.Ethereum.Tests;

/// <summary>Random inputs, with viem as the oracle.</summary>
public sealed class ViemTests
{
    private const int Seed = 20260704;
    private readonly Oracle oracle = new();

    [Test]
    public async Task Hashes_accounts_and_signatures_are_those_of_viem()
    {
        var draw = new Draw(Seed);
        for (var i = 0; i < 150; i++)
        {
            var data = draw.Bytes(draw.Below(400));
            oracle.Expect(new { kind = "keccak", data = Hex.Encode(data) }, Keccak.Hash(data).ToString(), draw.Seed);
            var secret = draw.Bytes(32);
            using var key = new PrivateKey(secret);
            var digest = draw.Word();
            var signature = key.Sign(digest);
            Assert.That(signature.Recover(digest), Is.EqualTo(key.Address));
            oracle.Expect(new { kind = "account", key = Hex.Encode(secret) }, key.Address.ToString(), draw.Seed);
            oracle.Expect(new { kind = "sign", key = Hex.Encode(secret), digest = digest.ToString() }, Hex.Encode(signature.ToArray()), draw.Seed);
            oracle.Expect(
                new { kind = "recover", digest = digest.ToString(), signature = Hex.Encode(signature.ToArray()) }, key.Address.ToString(), draw.Seed);
        }
        await oracle.RunAsync();
    }

    [Test]
    public async Task Nested_values_are_encoded_as_by_viem_and_decode_to_themselves()
    {
        var draw = new Draw(Seed + 1);
        for (var i = 0; i < 400; i++)
        {
            var type = AbiType.Parse(draw.Tuple(3));
            var (value, json) = draw.Value(type);
            var encoded = AbiEncoder.Encode(type, (object[])value);
            oracle.Expect(new { kind = "encode", types = type.Described[1..^1], values = json }, Hex.Encode(encoded), $"{draw.Seed}: {type}");
            var decoded = AbiDecoder.Decode(type, encoded);
            Assert.That(AbiEncoder.Encode(type, decoded), Is.EqualTo(encoded), $"{draw.Seed}: {type}");
        }
        await oracle.RunAsync();
    }

    [Test]
    public async Task Selectors_topics_and_calldata_are_those_of_viem()
    {
        var draw = new Draw(Seed + 2);
        for (var i = 0; i < 100; i++)
        {
            var function = AbiFunction.Parse("f" + i + AbiType.Parse(draw.Tuple(2)).Described);
            var (value, json) = draw.Value(function.Inputs);
            var signature = function.Name + function.Inputs.Canonical;
            oracle.Expect(new { kind = "selector", signature }, Hex.Encode(function.Selector), signature);
            oracle.Expect(new { kind = "topic", signature }, AbiEvent.Parse(signature).Topic.ToString(), signature);
            oracle.Expect(
                new { kind = "call", signature = function.Name + function.Inputs.Described, values = json },
                Hex.Encode(function.Encode((object[])value)), signature);
        }
        await oracle.RunAsync();
    }

    [Test]
    public async Task Transactions_are_signed_to_the_byte_as_by_viem()
    {
        var draw = new Draw(Seed + 3);
        for (var i = 0; i < 100; i++)
        {
            var secret = draw.Bytes(32);
            using var key = new PrivateKey(secret);
            var tip = (UInt128)draw.Number(60);
            var transaction = new Transaction(
                (ulong)draw.Number(40) + 1, (ulong)draw.Number(50), tip, tip + (UInt128)draw.Number(70), (ulong)draw.Number(24),
                new ContractCall(draw.Below(5) == 0 ? null : draw.Account(), draw.Bytes(draw.Below(300)), (UInt128)draw.Number(127)));
            oracle.Expect(
                new
                {
                    kind = "transaction",
                    key = Hex.Encode(secret),
                    transaction = new
                    {
                        chainId = transaction.ChainId,
                        nonce = transaction.Nonce,
                        maxPriorityFeePerGas = Draw.Json(transaction.Tip),
                        maxFeePerGas = Draw.Json(transaction.Cap),
                        gas = Draw.Json(transaction.GasLimit),
                        to = transaction.Call.To?.ToString(),
                        data = Hex.Encode(transaction.Call.Data),
                        value = Draw.Json(transaction.Call.Value),
                    },
                },
                Hex.Encode(transaction.Sign(key).Raw), draw.Seed);
        }
        await oracle.RunAsync();
    }

    [Test]
    public async Task Digests_of_contributions_and_evaluations_are_those_of_viem()
    {
        var draw = new Draw(Seed + 4);
        var types = new TypedDataTypes(RecordTypes);
        for (var i = 0; i < 60; i++)
        {
            var (chainId, ledger) = ((ulong)draw.Number(32), draw.Account());
            foreach (var name in (string[])["Contribution", "Evaluation"])
            {
                var (message, json) = Struct(draw, name);
                var digest = TypedDataTypes.Digest(
                    TypedDataTypes.DomainSeparator("DecentralOrg", "1", chainId, ledger), types.HashStruct(name, message));
                var domain = new { name = "DecentralOrg", version = "1", chainId = Draw.Json(chainId), verifyingContract = ledger.ToString() };
                oracle.Expect(
                    new { kind = "typed", domain, types = RecordTypes.ToDictionary(t => t.Key, t => t.Value.Select(f => new { name = f.Name, type = f.Type })), primaryType = name, message = json },
                    digest.ToString(), $"{draw.Seed}: {name}");
            }
        }
        await oracle.RunAsync();
    }

    private static readonly Dictionary<string, IReadOnlyList<TypedField>> RecordTypes = new()
    {
        ["Contribution"] =
        [
            new("contributor", "address"), new("area", "string"), new("title", "string"), new("uri", "string"), new("contentHash", "bytes32"),
            new("coAuthors", "Author[]"), new("buildsOn", "bytes32[]"), new("nonce", "uint32"),
        ],
        ["Author"] = [new("account", "address"), new("shareBp", "uint16")],
        ["Evaluation"] = [new("evaluator", "address"), new("epoch", "uint32"), new("nonce", "uint32"), new("credits", "Credit[]")],
        ["Credit"] = [new("contribution", "bytes32"), new("recipient", "address"), new("points", "uint32")],
    };

    private static (Dictionary<string, object> Value, Dictionary<string, object> Json) Struct(Draw draw, string name)
    {
        var (value, json) = (new Dictionary<string, object>(), new Dictionary<string, object>());
        foreach (var field in RecordTypes[name])
            (value[field.Name], json[field.Name]) = Member(draw, field.Type);
        return (value, json);
    }

    private static (object Value, object Json) Member(Draw draw, string type)
    {
        if (type.EndsWith("[]", StringComparison.Ordinal))
        {
            var parts = Enumerable.Range(0, draw.Below(4)).Select(_ => Member(draw, type[..^2])).ToList();
            return (parts.Select(p => p.Value).ToArray(), parts.Select(p => p.Json).ToArray());
        }
        return RecordTypes.ContainsKey(type) ? Struct(draw, type) : draw.Value(AbiType.Parse(type));
    }
}
