using System.Text;
using PerfAnalyzers.Execution.Harness;

namespace PerfAnalyzers.Execution;

/// <summary>docs/proofs.md says what is run: a local run writes it, a run of CI fails when it isn't up to date.</summary>
public sealed class ProofsPageTests
{
    private static readonly string Page = Path.Combine(
        typeof(ProofsPageTests).Assembly.GetCustomAttributes(typeof(System.Reflection.AssemblyMetadataAttribute), inherit: false)
            .Cast<System.Reflection.AssemblyMetadataAttribute>().Single(a => a.Key == "RepositoryRoot").Value!,
        "docs/proofs.md");

    [Fact]
    public void The_page_lists_what_is_run()
    {
        var written = Text();
        if (Environment.GetEnvironmentVariable("CI") == "true")
        {
            Assert.True(File.Exists(Page) && File.ReadAllText(Page).ReplaceLineEndings("\n") == written, "docs/proofs.md is not up to date: run the execution tests locally, they write it.");
        }
        else
        {
            File.WriteAllText(Page, written);
        }
    }

    [Fact]
    public void Every_fix_of_a_query_or_a_save_is_proved() =>
        Assert.Empty(Repair.FixableIds.Where(id => id[4] is >= '1' and <= '6').Except(Proofs.All.Select(p => p.Id)));

    [Fact]
    public void Every_proof_is_run_by_one_of_the_classes() => Assert.All(Proofs.All, p => Assert.InRange(p.Id[4], '1', '4'));

    [Fact]
    public void Every_fix_of_telemetry_is_proved() =>
        Assert.Empty(Repair.FixableIds.Where(id => id[4] is '7' or '8').Except(TelemetryProofs.All.Select(p => p.Id)));

    [Fact]
    public void Names_tell_programs_apart() =>
        Assert.All(Proofs.All, p => Assert.Empty(p.Fixed.Concat(p.Refused).GroupBy(c => c.Name).Where(g => g.Count() > 1).Select(g => g.Key)));

    private static string Text()
    {
        var text = new StringBuilder($"""
            # Proofs

            Every fix of a query or a save is executed, not only compared as text. `tests/Execution.Tests` compiles a program that holds the problem, applies the real fix to it, once one by
            one and once as fix-all, compiles the result, and runs both on databases of their own: {Rows.Sets} sets of generated rows for each program, from empty tables and one row
            to duplicates, nulls, ties, negative and extreme values, case differences and keys that lead nowhere.

            Equal must be: what the program returns, what it prints, the exception that it throws, and all rows of all tables; where the fix promises it, also the tracked
            entities and their states. Better must be what the fix is for: fewer commands, fewer rows, fewer transactions, or no rows that are read and dropped; a result that becomes certain has no figure.
            A refusal is a program that is reported, but that no fix is offered for, as it would not do the same.

            | Rule | Programs | on PostgreSQL too | Refusals | Better |
            | --- | --- | --- | --- | --- |

            """.ReplaceLineEndings("\n"));
        foreach (var proof in Proofs.All)
        {
            text.Append($"| [{proof.Id}](rules/{proof.Id}.md) | {proof.Fixed.Length} | {proof.Fixed.Count(c => !c.IsSqliteOnly)} | {proof.Refused.Length} | {Gains(proof)} |\n");
        }

        text.Append("""

            ## Telemetry

            A fix of telemetry must show what the program hid. The program and the repaired program run with the in-memory exporters of OpenTelemetry and with a scraped registry of prometheus-net; what
            arrives is compared word for word with what the case says: spans by trace and with their status, sums and buckets by tag, meters, instruments and sources that were created twice, the result and the exception.
            .NET hands out a counter that a meter already has, so for those of PERF7004 exporters see the same; observable instruments pile up. The exporter that PERF8004 writes sends to a collector: its programs read the provider instead.

            | Rule | Programs | Refusals | Shows |
            | --- | --- | --- | --- |

            """.ReplaceLineEndings("\n"));
        foreach (var proof in TelemetryProofs.All)
        {
            text.Append($"| [{proof.Id}](rules/{proof.Id}.md) | {proof.Fixed.Length} | {proof.Refused.Length} | {proof.Shows} |\n");
        }

        return text.Append($"""

            ## Databases

            SQLite always runs. PostgreSQL runs where `PERFANALYZERS_POSTGRES` holds a connection string; `.ci/run` starts a server for it.

            ## Broken on purpose

            Each of these changes of a fix compiles, and was noticed by the programs of its rule (SQLite, 2026-11-25).

            | Rule | Change | Noticed by |
            | --- | --- | --- |
            | PERF1003 | nulls are left out where the column holds nulls too | 2 of 2 programs with nulls on both sides |
            | PERF1003 | a missing row is null where the query threw | 2 of 2 programs that throw |
            | PERF1003 | only the first 1,000 keys are sent | the program with more keys |
            | PERF1003 | groups are counted, not their rows | 2 of 3 programs that count |
            | PERF1003 | a second condition of the query is lost | the program that asks for any |
            | PERF2001 | the last row of a page comes again (`>=` for `>`) | 2 of 3 programs in several directions (SQLite or PostgreSQL) |
            | PERF2001 | rows that equal the last one in the first column are lost | at least 10 programs |
            | PERF2001 | all columns are compared in the direction of the first | at least 4 programs |
            | PERF2001 | the order isn't made unique (PostgreSQL) | 3 of 4 programs |
            | PERF2001 | a loop remembers the first row of a page | at least 4 programs |
            | PERF2002 | the order is descending | 10 of 12 programs |
            | PERF3001 | the save stands before the loop | 14 of 14 programs |
            | PERF4001 | the predicate or selector is lost | 13 of 17 programs |

            """.ReplaceLineEndings("\n")).ToString();
    }

    private static string Gains(Proofs proof) => string.Join(", ", proof.Fixed.Select(c => c.Gain).Distinct().Select(g => g switch
    {
        Gain.FewerCommands => "fewer commands",
        Gain.FewerRows => "fewer rows fetched",
        Gain.FewerCommits => "fewer transactions",
        Gain.FewerOffsets => "no rows are read and dropped",
        _ => "the result is certain",
    }));
}
