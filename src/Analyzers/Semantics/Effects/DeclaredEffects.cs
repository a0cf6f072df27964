using Microsoft.CodeAnalysis;
using PerfAnalyzers.Semantics.Symbols;

namespace PerfAnalyzers.Semantics.Effects;

/// <summary>What an interface declares when nothing in sight implements it: a repository that is implemented in a project above.</summary>
internal static class DeclaredEffects
{
    private static readonly string[] Writes =
        ["Create", "Insert", "Update", "Upsert", "Replace", "Delete", "Remove", "Save", "Commit", "Add", "Set", "Restore", "Revoke", "Confirm", "Bump"];

    private static readonly string[] Roles = ["Repository", "RepositoryBase", "RepositoryAsync", "UnitOfWork", "DataStore"];

    /// <summary>An interface over stored data by its declared role.</summary>
    public static bool IsDataInterface(string name) =>
        name.Length > 1 && name[0] == 'I' && (Roles.Any(role => name.EndsWith(role, StringComparison.Ordinal)) || name.StartsWith("IRepositoryWith", StringComparison.Ordinal));

    /// <summary>Whether the project, or one that it refers to, declares such an interface: the layer above the data, which needn't refer to EF Core itself.</summary>
    public static bool AreInSight(Compilation compilation) =>
        compilation.Assembly.TypeNames.Any(IsDataInterface)
        || compilation.References.Any(r => compilation.GetAssemblyOrModuleSymbol(r) is IAssemblySymbol assembly && !FactCarriers.IsFramework(assembly.Name) && assembly.TypeNames.Any(IsDataInterface));

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
