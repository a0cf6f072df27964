using PerfAnalyzers.Execution.Harness;

namespace PerfAnalyzers.Execution;

/// <summary>Every fix, on every program that is listed for it. Each part of the rules is a class of its own, as the classes run beside each other.</summary>
public abstract class ExecutionTests<TPart>
    where TPart : IPart
{
    public static IEnumerable<TheoryDataRow<string, string>> Fixed => Own.SelectMany(p => p.Fixed.Select(c => new TheoryDataRow<string, string>(p.Id, c.Name)));

    public static IEnumerable<TheoryDataRow<string, string>> Refused => Own.SelectMany(p => p.Refused.Select(c => new TheoryDataRow<string, string>(p.Id, c.Name)));

    private static IEnumerable<Proofs> Own => Proofs.All.Where(p => TPart.Has(p.Id));

    [Theory]
    [MemberData(nameof(Fixed))]
    public Task Keeps_what_the_program_does(string id, string name) => Proof.Holds(id, Proofs.All.Single(p => p.Id == id).Fixed.Single(c => c.Name == name));

    [Theory]
    [MemberData(nameof(Refused))]
    public Task Leaves_alone(string id, string name) => Proof.Refuses(id, Proofs.All.Single(p => p.Id == id).Refused.Single(c => c.Name == name));
}

/// <summary>Some of the rules.</summary>
public interface IPart
{
    static abstract bool Has(string id);
}

/// <summary>Queries in loops, which have more programs than the rest of their band.</summary>
public sealed class BatchExecutionTests : ExecutionTests<BatchExecutionTests>, IPart
{
    public static bool Has(string id) => id == "PERF1003";
}

/// <summary>Lazy loading, includes, and queries in loops that don't change there.</summary>
public sealed class LoadingExecutionTests : ExecutionTests<LoadingExecutionTests>, IPart
{
    public static bool Has(string id) => id.StartsWith("PERF1", StringComparison.Ordinal) && !BatchExecutionTests.Has(id);
}

/// <summary>Pages by offset, without an order, or in one that is not unique.</summary>
public sealed class PagingExecutionTests : ExecutionTests<PagingExecutionTests>, IPart
{
    public static bool Has(string id) => id.StartsWith("PERF2", StringComparison.Ordinal);

    [Fact]
    public void PostgreSQL_is_in_reach() => Assert.SkipWhen(Database.NoServer is not null, Database.NoServer ?? "");
}

/// <summary>Saves in loops, rows that are read to be changed or removed.</summary>
public sealed class WritingExecutionTests : ExecutionTests<WritingExecutionTests>, IPart
{
    public static bool Has(string id) => id.StartsWith("PERF3", StringComparison.Ordinal);
}

/// <summary>Work in memory that the database should do.</summary>
public sealed class EvaluationExecutionTests : ExecutionTests<EvaluationExecutionTests>, IPart
{
    public static bool Has(string id) => id.StartsWith("PERF4", StringComparison.Ordinal);
}
