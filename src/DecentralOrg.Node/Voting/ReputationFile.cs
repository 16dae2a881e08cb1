using System.Globalization;
using DecentralOrg.Kernel;
using DecentralOrg.Node.Importing;

namespace DecentralOrg.Node.Voting;

/// <summary>A CSV file with the reputation of accounts: the columns <c>account</c> and <c>reputation</c>, in units of 10^-9.</summary>
public static class ReputationFile
{
    /// <summary>Reads it.</summary>
    /// <exception cref="ImportException">The file is missing or has another header, or a line breaks a rule.</exception>
    public static IReadOnlyDictionary<Address, ulong> Read(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        var table = CsvFile.ReadTable(path, "account", "reputation");
        var accounts = new Dictionary<Address, ulong>();
        foreach (var row in table.Rows)
        {
            var (text, units) = (row[table["account"]], row[table["reputation"]]);
            if (!Address.TryParse(text, out var account))
                throw row.Refuse($"account '{text}' is not 0x and 40 hex digits");
            if (!ulong.TryParse(units, NumberStyles.None, CultureInfo.InvariantCulture, out var reputation))
                throw row.Refuse($"reputation '{units}' is not a number without sign up to 2^64 - 1");
            if (!accounts.TryAdd(account, reputation))
                throw row.Refuse($"{account} stands on an earlier line as well");
        }
        return accounts;
    }
}
