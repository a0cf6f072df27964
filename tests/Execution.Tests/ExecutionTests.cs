using PerfAnalyzers.Execution.Harness;

namespace PerfAnalyzers.Execution;

/// <summary>Every fix, on every program that is listed for it. Each band is a class of its own, as the classes run beside each other.</summary>
public abstract class ExecutionTests
{
    private protected const string Large = "PERF1003";

    public static IEnumerable<TheoryDataRow<string, string>> Fixed(string band) => Of(band).SelectMany(p => p.Fixed.Select(c => new TheoryDataRow<string, string>(p.Id, c.Name)));

    public static IEnumerable<TheoryDataRow<string, string>> Refused(string band) => Of(band).SelectMany(p => p.Refused.Select(c => new TheoryDataRow<string, string>(p.Id, c.Name)));

    private protected static Task Holds(string id, string name) => Proof.Holds(id, Proofs.All.Single(p => p.Id == id).Fixed.Single(c => c.Name == name));

    private protected static Task Refuses(string id, string name) => Proof.Refuses(id, Proofs.All.Single(p => p.Id == id).Refused.Single(c => c.Name == name));

    /// <summary>The proofs of a band, or those of one rule, which has more programs than the rest of its band.</summary>
    private static IEnumerable<Proofs> Of(string band) => Proofs.All.Where(p => (p.Id == Large ? p.Id : p.Id.Substring(0, 5)) == band);
}

/// <summary>Queries in loops.</summary>
public sealed class BatchExecutionTests : ExecutionTests
{
    [Theory]
    [MemberData(nameof(Fixed), Large)]
    public Task Keeps_what_the_program_does(string id, string name) => Holds(id, name);

    [Theory]
    [MemberData(nameof(Refused), Large)]
    public Task Leaves_alone(string id, string name) => Refuses(id, name);
}

/// <summary>Loading: lazy loading, includes, and queries that don't change in loops.</summary>
public sealed class LoadingExecutionTests : ExecutionTests
{
    private const string Band = "PERF1";

    [Theory]
    [MemberData(nameof(Fixed), Band)]
    public Task Keeps_what_the_program_does(string id, string name) => Holds(id, name);

    [Theory]
    [MemberData(nameof(Refused), Band)]
    public Task Leaves_alone(string id, string name) => Refuses(id, name);
}

/// <summary>Paging: pages by offset, without an order, or in one that is not unique.</summary>
public sealed class PagingExecutionTests : ExecutionTests
{
    private const string Band = "PERF2";

    [Fact]
    public void PostgreSQL_is_in_reach() => Assert.SkipWhen(Database.NoServer is not null, Database.NoServer ?? "");

    [Theory]
    [MemberData(nameof(Fixed), Band)]
    public Task Keeps_what_the_program_does(string id, string name) => Holds(id, name);

    [Theory]
    [MemberData(nameof(Refused), Band)]
    public Task Leaves_alone(string id, string name) => Refuses(id, name);
}

/// <summary>Writing: saves in loops, rows that are read to be changed or removed.</summary>
public sealed class WritingExecutionTests : ExecutionTests
{
    private const string Band = "PERF3";

    [Theory]
    [MemberData(nameof(Fixed), Band)]
    public Task Keeps_what_the_program_does(string id, string name) => Holds(id, name);

    [Theory]
    [MemberData(nameof(Refused), Band)]
    public Task Leaves_alone(string id, string name) => Refuses(id, name);
}

/// <summary>Evaluation: work in memory that the database should do.</summary>
public sealed class EvaluationExecutionTests : ExecutionTests
{
    private const string Band = "PERF4";

    [Theory]
    [MemberData(nameof(Fixed), Band)]
    public Task Keeps_what_the_program_does(string id, string name) => Holds(id, name);

    [Theory]
    [MemberData(nameof(Refused), Band)]
    public Task Leaves_alone(string id, string name) => Refuses(id, name);
}
