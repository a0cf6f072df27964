using Microsoft.CodeAnalysis;

namespace PerfAnalyzers.Semantics.Queries;

/// <summary>A number that a loop adds up row by row.</summary>
/// <param name="Target">The local that holds it.</param>
/// <param name="Condition">Which rows are added; null for all of them.</param>
/// <param name="Value">What a row adds; null where rows are counted.</param>
/// <param name="IsChecked">Whether an overflow throws.</param>
internal sealed record Total(ILocalSymbol Target, IOperation? Condition, IOperation? Value, bool IsChecked)
{
    public IEnumerable<IOperation> Computations => new[] { Condition, Value }.OfType<IOperation>();
}
