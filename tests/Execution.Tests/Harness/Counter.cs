using System.Data.Common;
using Microsoft.EntityFrameworkCore.Diagnostics;

namespace PerfAnalyzers.Execution.Harness;

/// <summary>Counts what a context sends, fetches and commits.</summary>
internal sealed class Counter
{
    private int commands;
    private int fetched;
    private int commits;
    private int offsets;
    private int setBased;

    public Counter() => Interceptors = [new OfCommands(this), new OfSaves(this)];

    public IInterceptor[] Interceptors { get; }

    public int Commands => commands;

    public int Fetched => fetched;

    public int Commits => commits;

    public int Offsets => offsets;

    /// <summary>Statements that write a set of rows at once, each a transaction of its own.</summary>
    public int SetBased => setBased;

    public void Reset() => (commands, fetched, commits, offsets, setBased) = (0, 0, 0, 0, 0);

    private sealed class OfCommands(Counter counter) : DbCommandInterceptor
    {
        public override DbCommand CommandInitialized(CommandEndEventData eventData, DbCommand result)
        {
            Interlocked.Increment(ref counter.commands);
            Interlocked.Add(ref counter.offsets, result.CommandText.Contains("OFFSET", StringComparison.Ordinal) ? 1 : 0);
            Interlocked.Add(ref counter.setBased, eventData.CommandSource is CommandSource.ExecuteUpdate or CommandSource.ExecuteDelete ? 1 : 0);
            return result;
        }

        /// <summary>What a save reads back is looked at by the provider itself.</summary>
        public override DbDataReader ReaderExecuted(DbCommand command, CommandExecutedEventData eventData, DbDataReader result) =>
            eventData.CommandSource == CommandSource.SaveChanges ? result : new CountedReader(result, () => Interlocked.Increment(ref counter.fetched));

        public override ValueTask<DbDataReader> ReaderExecutedAsync(DbCommand command, CommandExecutedEventData eventData, DbDataReader result, CancellationToken cancellationToken = default) =>
            new(ReaderExecuted(command, eventData, result));
    }

    /// <summary>A save that stores something is a transaction, also when it is a single statement.</summary>
    private sealed class OfSaves(Counter counter) : SaveChangesInterceptor
    {
        public override int SavedChanges(SaveChangesCompletedEventData eventData, int result)
        {
            Interlocked.Add(ref counter.commits, result > 0 ? 1 : 0);
            return result;
        }

        public override ValueTask<int> SavedChangesAsync(SaveChangesCompletedEventData eventData, int result, CancellationToken cancellationToken = default) =>
            new(SavedChanges(eventData, result));
    }
}
