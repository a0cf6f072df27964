using PerfAnalyzers.Rules.Loading;

namespace PerfAnalyzers.Tests.Semantics.Effects;

/// <summary>Statements of a script have no rows that one query could fetch; a statement with the values of the element has.</summary>
public sealed class ScriptsTests
{
    [Theory]
    [InlineData("await db.Database.ExecuteSqlRawAsync(statement);")]
    [InlineData("await db.Database.ExecuteSqlRawAsync(statement.Trim());")]
    [InlineData("var text = Environment.ExpandEnvironmentVariables(statement); db.Database.ExecuteSqlRaw(text);")]
    [InlineData("Send(statement);")]
    public Task Each_statement_as_it_is(string send) => Verify.Silent<QueryPerElement>(InLoop(send));

    [Theory]
    [InlineData("await db.Database.[|ExecuteSqlRawAsync|](\"DELETE FROM Orders WHERE Note = {0}\", statement);")]
    [InlineData("await db.Database.[|ExecuteSqlRawAsync|]($\"DELETE FROM Orders WHERE Note = '{statement}'\");")]
    [InlineData("await db.Database.[|ExecuteSqlInterpolatedAsync|]($\"DELETE FROM Orders WHERE Note = {statement}\");")]
    [InlineData("[|Delete|](statement);")]
    public Task A_statement_with_values_of_the_element(string send) => Verify.Reports<QueryPerElement>(InLoop(send));

    [Fact]
    public Task Text_of_a_command() => Verify.Silent<QueryPerElement>("""
        using System.Data.Common;

        public class Work
        {
            public void Run(DbConnection connection, IEnumerable<string> statements)
            {
                foreach (var statement in statements)
                {
                    using var command = connection.CreateCommand();
                    command.CommandText = statement;
                    command.ExecuteNonQuery();
                }
            }
        }
        """);

    [Theory]
    [InlineData("command.CommandText = query.Text; using var reader = command.ExecuteReader();")]
    [InlineData("var text = query.Text; command.CommandText = text; _ = command.ExecuteScalar();")]
    [InlineData("command.CommandText = $\"SELECT COUNT(*) FROM {query.Table}\"; _ = command.ExecuteScalar();")]
    [InlineData("command.CommandText = \"SELECT * FROM [\" + query.Table + \"] WHERE Id > 5\"; _ = command.ExecuteReader();")]
    [InlineData("command.CommandText = $\"PRAGMA table_info({query.Table})\"; _ = command.ExecuteReader();")]
    [InlineData("Send(query, connection);")]
    public Task A_query_of_its_own_in_each_turn(string turn) => Verify.Silent<QueryPerElement>(OverQueries(turn));

    [Theory]
    [InlineData("command.CommandText = $\"SELECT Name FROM Orders WHERE Note = '{query.Text}'\"; _ = command.[|ExecuteScalar|]();")]
    [InlineData("command.CommandText = \"SELECT name FROM sqlite_master WHERE name = @table\"; command.Parameters.Add(query.Table); _ = command.[|ExecuteScalar|]();")]
    [InlineData("[|Find|](query, connection);")]
    public Task A_query_with_values_of_the_element(string turn) => Verify.Reports<QueryPerElement>(OverQueries(turn));

    [Theory]
    [InlineData("shared.CommandText = query.Text; shared.ExecuteNonQuery();")]
    [InlineData("shared.Parameters[\"id\"].Value = query.Text; shared.ExecuteNonQuery();")]
    [InlineData("shared.Parameters.Add(query.Text); shared.ExecuteNonQuery();")]
    public Task A_command_that_each_turn_changes_is_not_the_same(string turn) => Verify.Silent<LoopInvariantQuery>(OverQueries(turn));

    [Theory]
    [InlineData("shared.[|ExecuteNonQuery|]();")]
    [InlineData("shared.CommandTimeout = 5; shared.[|ExecuteNonQuery|]();")]
    public Task A_command_that_stays_as_it_is(string turn) => Verify.Reports<LoopInvariantQuery>(OverQueries(turn));

    private static string OverQueries(string turn) => $$"""
        using System.Data.Common;

        public record Script(string Table, string Text);

        public class Work
        {
            public void Run(DbConnection connection, IEnumerable<Script> queries)
            {
                var shared = connection.CreateCommand();
                foreach (var query in queries)
                {
                    using var command = connection.CreateCommand();
                    {{turn}}
                }
            }

            private void Send(Script script, DbConnection connection)
            {
                using var command = connection.CreateCommand();
                command.CommandText = script.Text;
                command.ExecuteScalar();
            }

            private void Find(Script script, DbConnection connection)
            {
                using var command = connection.CreateCommand();
                command.CommandText = "SELECT Id FROM Scripts WHERE Name = @name";
                command.Parameters.Add(script.Table);
                command.ExecuteScalar();
            }
        }
        """;

    private static string InLoop(string send) => $$"""
        public class Work(Shop db)
        {
            public async Task Run(IEnumerable<string> statements)
            {
                foreach (var statement in statements) { {{send}} }
                await Task.Yield();
            }

            private void Send(string statement) => db.Database.ExecuteSqlRaw(statement);

            private void Delete(string note) => db.Orders.Where(o => o.Note == note).ExecuteDelete();
        }
        """;
}
