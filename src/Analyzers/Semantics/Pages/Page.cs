using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using PerfAnalyzers.Semantics.Queries;

namespace PerfAnalyzers.Semantics.Pages;

/// <summary>How a query is cut.</summary>
internal enum CutKind
{
    /// <summary>Skip: what lies before the page is read and dropped.</summary>
    Skip,

    /// <summary>A method that skips what it is given.</summary>
    Helper,

    /// <summary>Take only.</summary>
    Take,

    /// <summary>One row by its position from the front.</summary>
    ElementAt,

    /// <summary>One row from the end.</summary>
    Last,
}

/// <summary>Where the number of skipped rows comes from.</summary>
internal enum Distance
{
    /// <summary>Always the same.</summary>
    Constant,

    /// <summary>Drawn by lot: any row will do.</summary>
    Random,

    /// <summary>From outside of the method: a page that somebody asks for.</summary>
    Asked,

    /// <summary>Another number in every turn of a loop.</summary>
    Growing,
}

/// <summary>A place where a query is cut by position.</summary>
/// <param name="Kind">How it is cut.</param>
/// <param name="Query">The query up to the cut.</param>
/// <param name="Cut">The call that cuts.</param>
/// <param name="Source">The expression that is cut.</param>
/// <param name="Offset">The number of skipped rows as written, null when a helper computes it.</param>
/// <param name="Distance">Where that number comes from.</param>
/// <param name="IsPaged">A following or preceding Take makes a page of it.</param>
internal sealed record Page(CutKind Kind, Query Query, IOperation Cut, IOperation Source, IOperation? Offset, Distance Distance, bool IsPaged)
{
    public string Name => Cut switch
    {
        IInvocationOperation call => call.TargetMethod.Name,
        IObjectCreationOperation { Type: { } type } => type.Name,
        _ => "",
    };

    public Location Location => Cut is IInvocationOperation call ? QueryReader.NameOf(call) : Cut.Syntax.GetLocation();

    /// <summary>The operator that sorts the rows after they were cut, in the same chain.</summary>
    public IInvocationOperation? SortedLater { get; init; }

    public override string ToString() => $"{Query} => {Name} {Distance.ToString().ToLowerInvariant()}{(IsPaged ? " page" : "")}{(SortedLater is null ? "" : " sorted later")}";
}
