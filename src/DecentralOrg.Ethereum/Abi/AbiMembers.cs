using System.Text;
using DecentralOrg.Kernel;

namespace DecentralOrg.Ethereum;

/// <summary>A function of a contract.</summary>
public sealed class AbiFunction
{
    private readonly byte[] selector;

    internal AbiFunction(string name, AbiType inputs, AbiType outputs, string mutability)
    {
        Name = name;
        Inputs = inputs;
        Outputs = outputs;
        Mutability = mutability;
        selector = AbiHash.Of(name, inputs).ToArray()[..4];
    }

    /// <summary>The name.</summary>
    public string Name { get; }

    /// <summary>The parameters as a tuple.</summary>
    public AbiType Inputs { get; }

    /// <summary>The results as a tuple.</summary>
    public AbiType Outputs { get; }

    /// <summary><c>pure</c>, <c>view</c>, <c>nonpayable</c> or <c>payable</c>.</summary>
    public string Mutability { get; }

    /// <summary>The first four bytes of calldata.</summary>
    public ReadOnlySpan<byte> Selector => selector;

    /// <summary>From <c>name(type name, …)</c> and the results in parentheses.</summary>
    /// <exception cref="AbiException">Not a signature.</exception>
    public static AbiFunction Parse(string signature, string outputs = "()", string mutability = "nonpayable")
    {
        var (name, inputs) = AbiSyntax.ParseSignature(signature);
        return new AbiFunction(name, inputs, AbiType.Parse(outputs), mutability);
    }

    /// <summary>The calldata of a call.</summary>
    /// <exception cref="AbiException">A value does not fit its type.</exception>
    public byte[] Encode(params IReadOnlyList<object> values) => [.. selector, .. AbiEncoder.Encode(Inputs, values)];

    /// <summary>The arguments in calldata; false for calldata of another function.</summary>
    /// <exception cref="AbiException">The selector is this function's, the arguments are not.</exception>
    public bool TryDecode(ReadOnlySpan<byte> data, out object[] values)
    {
        var mine = data.StartsWith(selector);
        values = mine ? AbiDecoder.Decode(Inputs, data[4..]) : [];
        return mine;
    }

    /// <summary>The results in an answer.</summary>
    /// <exception cref="AbiException">The answer does not hold them; an account without code answers nothing at all.</exception>
    public object[] DecodeOutput(ReadOnlySpan<byte> data) => data.IsEmpty && Outputs.Components.Count > 0
        ? throw new AbiException($"{Name} answered nothing: there is no contract at this address, or not this one.")
        : AbiDecoder.Decode(Outputs, data);
}

/// <summary>An event of a contract.</summary>
public sealed class AbiEvent
{
    private readonly AbiType body;

    internal AbiEvent(string name, AbiType inputs)
    {
        Name = name;
        Inputs = inputs;
        Topic = AbiHash.Of(name, inputs);
        body = AbiType.Tuple([.. inputs.Components.Where(c => !c.Indexed)]);
    }

    /// <summary>The name.</summary>
    public string Name { get; }

    /// <summary>The parameters as a tuple; which are topics, <see cref="AbiParameter.Indexed"/> says.</summary>
    public AbiType Inputs { get; }

    /// <summary>The first topic of its logs.</summary>
    public Bytes32 Topic { get; }

    /// <summary>From <c>name(type indexed name, …)</c>.</summary>
    /// <exception cref="AbiException">Not a signature.</exception>
    public static AbiEvent Parse(string signature)
    {
        var (name, inputs) = AbiSyntax.ParseSignature(signature);
        return new AbiEvent(name, inputs);
    }

    /// <summary>
    /// The parameters in a log, in order; false for a log of another event. A topic of a type that is not one word is the hash
    /// that stands in it.
    /// </summary>
    /// <exception cref="AbiException">The first topic is this event's, the rest is not.</exception>
    public bool TryDecode(Log log, out object[] values)
    {
        ArgumentNullException.ThrowIfNull(log);
        values = [];
        if (log.Topics.Count == 0 || log.Topics[0] != Topic)
            return false;
        if (log.Topics.Count - 1 != Inputs.Components.Count - body.Components.Count)
            throw new AbiException($"A log of {Name} has {log.Topics.Count - 1} indexed parameters: another contract's event of the same name.");
        var rest = AbiDecoder.Decode(body, log.Data);
        // Compilers write one encoding only. Bits that the decoder does not look at, such as padding, were changed on the way.
        if (!AbiEncoder.Encode(body, rest).AsSpan().SequenceEqual(log.Data))
            throw new AbiException($"The data of a log of {Name} is not encoded as a contract would: it was changed.");
        values = new object[Inputs.Components.Count];
        var (topic, part) = (1, 0);
        for (var i = 0; i < values.Length; i++)
            values[i] = Inputs.Components[i].Indexed ? ReadTopic(Inputs.Components[i], log.Topics[topic++]) : rest[part++];
        return true;
    }

    private static object ReadTopic(AbiParameter parameter, Bytes32 topic) =>
        parameter.Type.IsDynamic || parameter.Type.Kind is AbiKind.Array or AbiKind.Tuple
            ? topic
            : AbiDecoder.Decode(AbiType.Tuple([parameter]), topic.ToArray())[0];
}

/// <summary>An error that a contract reverts with.</summary>
public sealed class AbiError
{
    private readonly byte[] selector;

    internal AbiError(string name, AbiType inputs)
    {
        Name = name;
        Inputs = inputs;
        selector = AbiHash.Of(name, inputs).ToArray()[..4];
    }

    /// <summary>The name.</summary>
    public string Name { get; }

    /// <summary>The parameters as a tuple.</summary>
    public AbiType Inputs { get; }

    /// <summary>The first four bytes of the data.</summary>
    public ReadOnlySpan<byte> Selector => selector;

    /// <summary>From <c>name(type name, …)</c>.</summary>
    /// <exception cref="AbiException">Not a signature.</exception>
    public static AbiError Parse(string signature)
    {
        var (name, inputs) = AbiSyntax.ParseSignature(signature);
        return new AbiError(name, inputs);
    }
}

/// <summary>Hashes of signatures.</summary>
internal static class AbiHash
{
    public static Bytes32 Of(string name, AbiType inputs) => Keccak.Hash(Encoding.ASCII.GetBytes(name + inputs.Canonical));
}
