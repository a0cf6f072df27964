using System.Collections.Concurrent;
using Microsoft.CodeAnalysis;
using PerfAnalyzers.Semantics.Names;

namespace PerfAnalyzers.Semantics.Pages;

/// <summary>The syntax gate: whether a method may cut a query into pages by the names that its body uses, asked before anything is bound.</summary>
/// <param name="names">The members in sight.</param>
/// <param name="isWrittenToPage">Whether a build of another project wrote down that a method of that name pages a query.</param>
internal sealed class CutNames(Lazy<NamesInSight> names, Func<string, bool> isWrittenToPage)
{
    private readonly ConcurrentDictionary<(string Name, int Depth), bool> known = new();

    /// <summary>Whether a method of that name skips rows, or calls one by name that does, a few hops far.</summary>
    public bool MaySkip(string name, int depth)
    {
        if (depth < 0 || names.Value.Named(name) is not { Count: > 0 } declared)
        {
            return false;
        }

        if (!known.TryGetValue((name, depth), out var found))
        {
            known[(name, depth)] = found = declared.Any(member => member.PagesQuery
                || member.TakesQuery && member.Used.Any(use => IsRun(use) && use.Name != name && (isWrittenToPage(use.Name) || MaySkip(use.Name, depth - 1))));
        }

        return found;
    }

    /// <summary>Called, or constructed.</summary>
    private static bool IsRun(NameUse use) => use.IsCall || use.Arguments == NameUse.Type;
}
