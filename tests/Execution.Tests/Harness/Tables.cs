using System.Data.Common;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;

namespace PerfAnalyzers.Execution.Harness;

/// <summary>The tables of a model and what is in them.</summary>
internal sealed record Tables(string Name, IReadOnlyList<string> Columns, IReadOnlyList<string> Identities)
{
    public static IReadOnlyList<Tables> Of(IModel model) =>
        [.. model.GetEntityTypes().Where(e => e.GetTableName() is not null).GroupBy(e => e.GetTableName()!).OrderBy(g => g.Key, StringComparer.Ordinal).Select(g => new Tables(
            g.Key,
            [.. g.SelectMany(e => e.GetProperties()).Select(p => p.GetColumnName()).Distinct().Order(StringComparer.Ordinal)],
            [.. g.SelectMany(e => e.GetProperties())
                .Where(p => p is { ValueGenerated: ValueGenerated.OnAdd } && (Type.GetTypeCode(p.ClrType) is TypeCode.Int32 or TypeCode.Int64) && p.IsPrimaryKey() && !p.IsForeignKey())
                .Select(p => p.GetColumnName()).Distinct()]))];

    /// <summary>Every row of every table, as text in an order of its own.</summary>
    public static string Read(IModel model, DbConnection connection)
    {
        var lines = new List<string>();
        foreach (var table in Of(model))
        {
            using var command = connection.CreateCommand();
            command.CommandText = $"SELECT {string.Join(", ", table.Columns.Select(c => $"\"{c}\""))} FROM \"{table.Name}\"";
            using var reader = command.ExecuteReader();
            var rows = new List<string>();
            while (reader.Read())
            {
                rows.Add($"{table.Name}: {string.Join(", ", Enumerable.Range(0, reader.FieldCount).Select(i => $"{table.Columns[i]}={Written.Of(reader.IsDBNull(i) ? null : reader.GetValue(i))}"))}");
            }

            lines.AddRange(rows.Order(StringComparer.Ordinal));
        }

        return string.Join('\n', lines);
    }
}
