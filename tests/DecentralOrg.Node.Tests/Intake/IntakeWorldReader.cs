using DecentralOrg.Kernel;
using Microsoft.Data.Sqlite;

namespace DecentralOrg.Node.Tests.Intake;

/// <summary>Looks into a node's file as any other program does.</summary>
internal sealed class IntakeWorldReader : IDisposable
{
    private readonly SqliteConnection connection;

    public IntakeWorldReader(string file)
    {
        connection = new SqliteConnection($"Data Source={file};Pooling=False");
        connection.Open();
    }

    public List<Bytes32> Digests()
    {
        using var command = connection.CreateCommand();
        command.CommandText = "SELECT digest FROM records ORDER BY id";
        using var rows = command.ExecuteReader();
        var digests = new List<Bytes32>();
        while (rows.Read())
            digests.Add(new Bytes32((byte[])rows[0]));
        return digests;
    }

    public void Dispose() => connection.Dispose();
}
