using System.Globalization;
using System.Text;

namespace DecentralOrg.Ethereum;

/// <summary>Writes one contract's binding.</summary>
internal static class ContractWriter
{
    public static string Write(string name, AbiDefinition abi, string targetNamespace)
    {
        CheckNames(name, abi);
        var code = new StringBuilder(BindingWriter.Header(targetNamespace));
        code.Append(CultureInfo.InvariantCulture, $$"""

            /// <summary>The contract {{name}} at an address of a chain.</summary>
            /// <remarks>
            /// What asks throws <see cref="RevertException"/> where the contract refused, <see cref="RpcException"/> where the node gave
            /// no usable answer, and <see cref="AbiException"/> where the answer is not this contract's.
            /// </remarks>
            /// <param name="chain">The chain that is asked.</param>
            /// <param name="address">The contract.</param>
            public sealed partial class {{name}}Contract(IChain chain, Address address)
            {
                /// <summary>The errors that the contract reverts with.</summary>
                public static IReadOnlyList<AbiError> Errors { get; } =
                [
            {{Lines(abi.Errors.DistinctBy(e => e.Name + e.Inputs.Canonical).Select(e => $"        AbiError.Parse({Quote(e.Name + e.Inputs.Described)}),"))}}
                ];

                private static readonly RevertDecoder Reverts = new(Errors);

                /// <summary>The contract.</summary>
                public Address Address => address;

            {{Deploy(abi)}}
            """);
        // Overloads share a C# name and must not share a field. A view without results has nothing to ask for.
        var number = 0;
        foreach (var function in abi.Functions.Where(f => !IsReader(f) || f.Outputs.Components.Count > 0))
            code.Append('\n').Append(Function(function, number++));
        foreach (var each in abi.Events)
            code.Append('\n').Append(Event(each));
        return code.Append("}\n").ToString();
    }

    private static string Deploy(AbiDefinition abi)
    {
        var parameters = string.Join(", ", BindingNames.Parameters(abi.Constructor).Prepend("byte[] bytecode"));
        return $"""
                /// <summary>What creates the contract: its code and <c>{abi.Constructor.Described}</c>.</summary>
                public static byte[] DeployData({parameters}) =>
                    [.. bytecode, .. AbiEncoder.Encode(AbiType.Parse({Quote(abi.Constructor.Described)}), {BindingNames.Arguments(abi.Constructor)})];

            """;
    }

    private static string Function(AbiFunction function, int number)
    {
        var field = $"function{number}";
        var signature = function.Name + function.Inputs.Described;
        var definition =
            $"    private static readonly AbiFunction {field} =\n        AbiFunction.Parse({Quote(signature)}, {Quote(function.Outputs.Described)}, {Quote(function.Mutability)});\n\n";
        return definition + (IsReader(function) ? Reader(function, field, signature) : Sender(function, field, signature));
    }

    private static string Reader(AbiFunction function, string field, string signature)
    {
        var parameters = string.Join(", ", BindingNames.Parameters(function.Inputs)
            .Append("BlockTag? at = null").Append("CancellationToken stop = default"));
        var outputs = function.Outputs.Components;
        var result = outputs.Count == 1
            ? BindingNames.TypeOf(outputs[0].Type)
            : $"({BindingNames.Members(function.Outputs)})";
        var results = BindingNames.Results(function.Outputs, "results");
        return $$"""
                /// <summary>Asks <c>{{signature}}</c>.</summary>
                public async Task<{{result}}> {{BindingNames.Pascal(function.Name)}}Async({{parameters}})
                {
                    var results = await ContractReader.CallAsync(chain, address, {{field}}, {{BindingNames.Arguments(function.Inputs)}}, at, Reverts, stop);
                    return {{(outputs.Count == 1 ? results : $"({results})")}};
                }

            """;
    }

    private static string Sender(AbiFunction function, string field, string signature)
    {
        var payable = function.Mutability == "payable";
        var parameters = BindingNames.Parameters(function.Inputs);
        // Functions that pass ether on name a value of their own.
        var ether = function.Inputs.Components.Any(input => BindingNames.Camel(input.Name, 0) == "value") ? "ether" : "value";
        if (payable)
            parameters = parameters.Append($"UInt128 {ether}");
        var name = BindingNames.Pascal(function.Name);
        var arguments = BindingNames.Arguments(function.Inputs);
        var call = $$"""
                /// <summary>The call <c>{{signature}}</c>, to be sent or simulated.</summary>
                public ContractCall {{name}}({{string.Join(", ", parameters)}}) =>
                    new(address, {{field}}.Encode({{arguments}}){{(payable ? $", {ether}" : "")}});

            """;
        return function.Inputs.Components.Count == 0 ? call : call + $$"""

                /// <summary>The arguments of <c>{{signature}}</c>.</summary>
                public sealed record {{name}}Call({{BindingNames.Members(function.Inputs)}});

                /// <summary>Reads the arguments from calldata; false for calldata of another function.</summary>
                /// <exception cref="AbiException">The selector is this function's, the arguments are not.</exception>
                public static bool TryDecode{{name}}(ReadOnlySpan<byte> data, [System.Diagnostics.CodeAnalysis.NotNullWhen(true)] out {{name}}Call? call)
                {
                    var mine = {{field}}.TryDecode(data, out var values);
                    call = mine ? new {{name}}Call({{BindingNames.Results(function.Inputs, "values")}}) : null;
                    return mine;
                }

            """;
    }

    private static string Event(AbiEvent each)
    {
        var described = each.Name + each.Inputs.Described;
        // ERC-20 has the function transfer and the event Transfer: without a suffix they would be one name.
        var type = each.Name + "Event";
        return $$"""
                /// <summary>The event <c>{{described}}</c>.</summary>
                public sealed record {{type}}({{BindingNames.Members(each.Inputs)}})
                {
                    private static readonly AbiEvent Definition = AbiEvent.Parse({{Quote(described)}});

                    /// <summary>The first topic of its logs.</summary>
                    public static Bytes32 Topic => Definition.Topic;

                    /// <summary>Reads a log; false for a log of another event. Whose log it is, the caller has looked at.</summary>
                    /// <exception cref="AbiException">The topic is this event's, the rest is not.</exception>
                    public static bool TryDecode(Log log, [System.Diagnostics.CodeAnalysis.NotNullWhen(true)] out {{type}}? decoded)
                    {
                        var mine = Definition.TryDecode(log, out var values);
                        decoded = mine ? new {{type}}({{BindingNames.Results(each.Inputs, "values")}}) : null;
                        return mine;
                    }
                }

            """;
    }

    /// <summary>Overloads that send would give two types one name.</summary>
    private static void CheckNames(string name, AbiDefinition abi)
    {
        var senders = abi.Functions.Where(f => !IsReader(f)).Select(f => f.Name);
        var twice = senders.Concat(abi.Events.Select(e => e.Name + "Event")).GroupBy(n => n).FirstOrDefault(n => n.Count() > 1);
        if (twice is not null)
            throw new AbiException($"{name} has {twice.Key} more than once; bindings have one name for it.");
    }

    private static bool IsReader(AbiFunction function) => function.Mutability is "view" or "pure";

    private static string Lines(IEnumerable<string> lines) => string.Join('\n', lines);

    private static string Quote(string text) => '"' + text + '"';
}
