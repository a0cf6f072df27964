using PerfAnalyzers.Execution.Harness;

namespace PerfAnalyzers.Execution;

/// <summary>Every fix of telemetry, on every program that is listed for it; listeners see the whole process, so one after the other.</summary>
public sealed class TelemetryTests
{
    public static IEnumerable<TheoryDataRow<string, string>> Fixed => TelemetryProofs.All.SelectMany(p => p.Fixed.Select(c => new TheoryDataRow<string, string>(p.Id, c.Name)));

    public static IEnumerable<TheoryDataRow<string, string>> Refused => TelemetryProofs.All.SelectMany(p => p.Refused.Select(c => new TheoryDataRow<string, string>(p.Id, c.Name)));

    [Theory]
    [MemberData(nameof(Fixed))]
    public Task Shows_more(string id, string name) => TelemetryProof.Holds(id, TelemetryProofs.All.Single(p => p.Id == id).Fixed.Single(c => c.Name == name));

    [Theory]
    [MemberData(nameof(Refused))]
    public Task Leaves_alone(string id, string name) => TelemetryProof.Refuses(id, TelemetryProofs.All.Single(p => p.Id == id).Refused.Single(c => c.Name == name));
}
