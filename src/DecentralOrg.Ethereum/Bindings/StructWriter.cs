using System.Globalization;
using System.Text;

namespace DecentralOrg.Ethereum;

/// <summary>Writes the structs of contracts as records, and their way to the encoder and back.</summary>
internal static class StructWriter
{
    public static string Write(IReadOnlyDictionary<string, AbiType> structs, string targetNamespace, IReadOnlySet<string> external)
    {
        var code = new StringBuilder(BindingWriter.Header(targetNamespace));
        foreach (var (name, type) in structs.Where(s => !external.Contains(s.Key)))
            code.Append(CultureInfo.InvariantCulture, $"\n/// <summary>The contracts' struct <c>{type.Described}</c>.</summary>\npublic sealed record {name}({BindingNames.Members(type)});\n");
        code.Append("\n/// <summary>Structs as the encoder takes them and as the decoder gives them.</summary>\ninternal static class AbiStructs\n{\n");
        code.AppendJoin('\n', structs.Select(s => Conversions(s.Key, s.Value)));
        return code.Append("}\n").ToString();
    }

    private static string Conversions(string name, AbiType type)
    {
        var members = string.Join(", ", type.Components.Select((c, i) => BindingNames.ToAbi(c.Type, "value." + BindingNames.Pascal(c.Name, i))));
        return $$"""
                public static object[] ToAbi({{name}} value) => [{{members}}];

                public static {{name}} To{{name}}(object value)
                {
                    var parts = (object[])value;
                    return new {{name}}({{BindingNames.Results(type, "parts")}});
                }

            """;
    }
}
