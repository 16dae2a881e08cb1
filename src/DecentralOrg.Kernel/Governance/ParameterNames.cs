namespace DecentralOrg.Kernel.Governance;

/// <summary>Parameters by the names that the protocol gives them.</summary>
public static class ParameterNames
{
    private static readonly string[] Names =
        [.. Enum.GetNames<Parameter>().Select(name => char.ToLowerInvariant(name[0]) + name[1..])];

    extension(Parameter parameter)
    {
        /// <summary>Its name, such as <c>dampingBp</c>.</summary>
        public string Name => Names[(int)parameter];
    }

    /// <summary>All names, in the order of the contract's enum.</summary>
    public static IReadOnlyList<string> All => Names;

    /// <summary>The parameter of a name, which is read letter by letter.</summary>
    /// <returns>False if there is none.</returns>
    public static bool TryParse(string? name, out Parameter parameter)
    {
        var index = Array.IndexOf(Names, name);
        parameter = (Parameter)Math.Max(0, index);
        return index >= 0;
    }
}
