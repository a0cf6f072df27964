using System.Reflection;
using PerfAnalyzers.FixCosts;

if (args is not ([] or ["write"] or ["PERF1" or "PERF2" or "PERF3" or "PERF4"]))
{
    Console.Error.WriteLine("FixCosts [PERF1..PERF4] measures and prints; FixCosts write measures everything and writes it into docs/rules.");
    return 2;
}

using Database sqlite = Database.Sqlite();
using var postgres = Database.Postgres();
if (postgres is null)
{
    Console.Error.WriteLine("PERFANALYZERS_POSTGRES holds no connection string: SQLite alone is measured.");
}

if (args is ["write"] && postgres is null)
{
    return 1;
}

Database[] databases = postgres is null ? [sqlite] : [sqlite, postgres];
foreach (var database in databases)
{
    await Rows.Fill(database);
}

var root = typeof(Scenario).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(a => a.Key == "RepositoryRoot").Value!;
foreach (var scenario in Scenario.All.Where(s => args is [] or ["write"] || s.Rule.StartsWith(args[0], StringComparison.Ordinal)))
{
    var costs = new List<Cost>();
    foreach (var database in databases)
    {
        costs.AddRange(await Measurement.Of(scenario, database));
    }

    var section = Section.Of(scenario, costs, databases);
    Console.WriteLine($"{scenario.Rule}\n{section}");
    if (args is ["write"])
    {
        Section.Write(Path.Combine(root, "docs/rules", scenario.Rule + ".md"), section);
    }
}

return 0;
