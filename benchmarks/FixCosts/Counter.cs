using System.Data.Common;
using Microsoft.EntityFrameworkCore.Diagnostics;
using PerfAnalyzers.Execution.Harness;

namespace PerfAnalyzers.FixCosts;

/// <summary>Counts what a context sends, fetches and commits.</summary>
internal sealed class Counter
{
    public Counter() => Interceptors = [new OfCommands(this), new OfSaves(this)];

    public IInterceptor[] Interceptors { get; }

    public int Commands { get; private set; }

    public int Rows { get; private set; }

    public int Commits { get; private set; }

    private sealed class OfCommands(Counter counter) : DbCommandInterceptor
    {
        public override DbCommand CommandInitialized(CommandEndEventData eventData, DbCommand result)
        {
            counter.Commands++;
            counter.Commits += eventData.CommandSource is CommandSource.ExecuteUpdate or CommandSource.ExecuteDelete ? 1 : 0;
            return result;
        }

        /// <summary>What a save reads back is looked at by the provider itself.</summary>
        public override DbDataReader ReaderExecuted(DbCommand command, CommandExecutedEventData eventData, DbDataReader result) =>
            eventData.CommandSource == CommandSource.SaveChanges ? result : new CountedReader(result, () => counter.Rows++);

        public override ValueTask<DbDataReader> ReaderExecutedAsync(DbCommand command, CommandExecutedEventData eventData, DbDataReader result, CancellationToken cancellationToken = default) =>
            new(ReaderExecuted(command, eventData, result));
    }

    private sealed class OfSaves(Counter counter) : SaveChangesInterceptor
    {
        public override ValueTask<int> SavedChangesAsync(SaveChangesCompletedEventData eventData, int result, CancellationToken cancellationToken = default)
        {
            counter.Commits += result > 0 ? 1 : 0;
            return new(result);
        }
    }
}
