using PerfAnalyzers.Execution.Harness;

namespace PerfAnalyzers.Execution;

/// <summary>Every fix, on every program that is listed for it.</summary>
public sealed class ExecutionTests
{
    public static IEnumerable<TheoryDataRow<string, string>> Fixed => Proofs.All.SelectMany(p => p.Fixed.Select(c => new TheoryDataRow<string, string>(p.Id, c.Name)));

    public static IEnumerable<TheoryDataRow<string, string>> Refused => Proofs.All.SelectMany(p => p.Refused.Select(c => new TheoryDataRow<string, string>(p.Id, c.Name)));

    [Fact]
    public void PostgreSQL_is_in_reach() => Assert.SkipWhen(Database.NoServer is not null, Database.NoServer ?? "");

    [Theory]
    [MemberData(nameof(Fixed))]
    public Task Keeps_what_the_program_does(string id, string name) => Proof.Holds(id, Proofs.All.Single(p => p.Id == id).Fixed.Single(c => c.Name == name));

    [Theory]
    [MemberData(nameof(Refused))]
    public Task Leaves_alone(string id, string name) => Proof.Refuses(id, Proofs.All.Single(p => p.Id == id).Refused.Single(c => c.Name == name));
}
