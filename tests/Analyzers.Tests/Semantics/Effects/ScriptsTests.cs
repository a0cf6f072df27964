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
