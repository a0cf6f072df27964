using Microsoft.CodeAnalysis;
using PerfAnalyzers.Semantics.Symbols;

namespace PerfAnalyzers.Semantics.Effects;

/// <summary>What an interface declares when nothing in sight implements it: a repository that is implemented in a project above.</summary>
internal static class DeclaredEffects
{
    private static readonly string[] Writes =
        ["Create", "Insert", "Update", "Upsert", "Replace", "Delete", "Remove", "Save", "Commit", "Add", "Set", "Restore", "Revoke", "Confirm", "Bump"];

    /// <summary>An interface over stored data by its declared role.</summary>
    public static bool IsDataInterface(string name) =>
        name.Length > 1 && name[0] == 'I' && (name.EndsWith("Repository", StringComparison.Ordinal) || name.EndsWith("UnitOfWork", StringComparison.Ordinal) || name.EndsWith("DataStore", StringComparison.Ordinal));

    /// <summary>The effect that the declaration of an asynchronous method of such an interface stands for; None for anything else.</summary>
    public static Effect Of(IMethodSymbol method, BclSymbols bcl)
    {
        if (method.ContainingType is not { TypeKind: TypeKind.Interface } type || !IsDataInterface(type.Name)
            || !(method.ReturnType.Is(bcl.Task) || method.ReturnType.Is(bcl.TaskOf) || method.ReturnType.Is(bcl.ValueTaskOf)))
        {
            return Effect.None;
        }

        foreach (var verb in Writes)
        {
            if (method.Name.StartsWith(verb, StringComparison.Ordinal))
            {
                return Effect.Save;
            }
        }

        return method.ReturnType.Is(bcl.Task) ? Effect.Save : Effect.Query;
    }
}
