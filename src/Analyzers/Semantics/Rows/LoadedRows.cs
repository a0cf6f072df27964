using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using PerfAnalyzers.Semantics.Flow;
using PerfAnalyzers.Semantics.Queries;

namespace PerfAnalyzers.Semantics.Rows;

/// <summary>What is done with rows after they were loaded.</summary>
[Flags]
internal enum RowUse
{
    None = 0,

    /// <summary>Only asked whether there are any: a null test, a count.</summary>
    Tested = 1,

    /// <summary>A mapped column gets a value that one statement could set.</summary>
    Assigned = 2,

    /// <summary>Removed through a set or a context.</summary>
    Removed = 4,

    /// <summary>Attached or marked as modified.</summary>
    Attached = 8,

    /// <summary>Added to a set.</summary>
    Added = 16,

    /// <summary>Read, returned, passed on, or used in a way that needs the row.</summary>
    Needed = 32,
}

/// <summary>What a value holds.</summary>
internal enum Holding
{
    /// <summary>One row.</summary>
    Row,

    /// <summary>A sequence of rows.</summary>
    Rows,

    /// <summary>One row of a sequence, in a turn of an iteration.</summary>
    EachRow,
}

/// <summary>All that happens to rows in one method and in the methods that it hands them to.</summary>
/// <param name="Use">Everything that is done with them.</param>
/// <param name="Columns">The properties that are assigned.</param>
/// <param name="Places">Where they are removed or assigned.</param>
/// <param name="IsDirect">They are removed on a set or a context that the method itself holds.</param>
/// <param name="Saves">A method that takes them saves.</param>
/// <param name="Written">The writes among the uses, also when the rows are needed for something else.</param>
internal sealed record RowFate(RowUse Use, ImmutableArray<IPropertySymbol> Columns, ImmutableArray<IOperation> Places, bool IsDirect, bool Saves, RowUse Written)
{
    public const RowUse Writes = RowUse.Removed | RowUse.Attached | RowUse.Added;

    public static readonly RowFate Needed = Lost(RowUse.None);

    /// <summary>The rows are needed, whatever else was seen.</summary>
    public static RowFate Lost(RowUse seen) =>
        new(RowUse.Needed, ImmutableArray<IPropertySymbol>.Empty, ImmutableArray<IOperation>.Empty, IsDirect: false, Saves: false, seen & Writes);

    public bool Has(RowUse use) => (Use & use) != 0;
}

/// <summary>Rows in the hands of a method.</summary>
/// <param name="Query">The query that loads them.</param>
/// <param name="Load">The terminal, the loop, the call of the method that loads them, or the query that is handed on as a sequence.</param>
/// <param name="Holding">One row or several.</param>
/// <param name="Entity">The type of a row.</param>
/// <param name="Name">What a message calls them.</param>
/// <param name="Fate">All that is done with them.</param>
/// <param name="IsDirect">The query stands in the method itself.</param>
internal sealed record LoadedRows(QueryUse Query, IOperation Load, Holding Holding, ITypeSymbol Entity, string Name, RowFate Fate, bool IsDirect)
{
    public bool IsMany => Holding != Holding.Row;

    /// <summary>The context comes from the caller, who saves what its helpers change.</summary>
    public bool IsOfCaller => Query.Query.Root.Context?.WithoutConversions() is IParameterReferenceOperation;

    /// <summary>One save writes these rows and others together, and the code holds no context that could give a transaction instead.</summary>
    public bool NeedsUnitOfWork(UnitOfWork around) => around.WritesOthers && !Fate.Saves && !(IsDirect && (Fate.IsDirect || Fate.Has(RowUse.Assigned)));

    /// <summary>The place that loads the rows.</summary>
    public Location Location => Load switch
    {
        IInvocationOperation call => QueryReader.NameOf(call),
        IForEachLoopOperation loop => loop.Collection.Syntax.GetLocation(),
        _ => Load.Syntax.GetLocation(),
    };
}
