using Microsoft.Data.Sqlite;

namespace Demo;

/// <summary>The rows of a database file as text, table by table.</summary>
internal sealed class StoredRows
{
    private readonly Dictionary<string, List<string>> _tables = [];

    public int Count => _tables.Values.Sum(t => t.Count);

    public static StoredRows Read(string database)
    {
        var stored = new StoredRows();
        using var connection = new SqliteConnection($"Data Source={database};Pooling=false");
        connection.Open();
        foreach (var table in Query(connection, "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite%'"))
        {
            stored._tables.Add(table, [.. Query(connection, $"SELECT * FROM \"{table}\" ORDER BY rowid")]);
        }

        return stored;
    }

    public IReadOnlyList<string> TablesThatDiffer(StoredRows other) =>
        [.. _tables.Keys.Where(t => !other._tables.TryGetValue(t, out var rows) || !rows.SequenceEqual(_tables[t]))];

    private static List<string> Query(SqliteConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        using var reader = command.ExecuteReader();
        var rows = new List<string>();
        while (reader.Read())
        {
            var values = new object[reader.FieldCount];
            reader.GetValues(values);
            rows.Add(string.Join('|', values));
        }

        return rows;
    }
}
