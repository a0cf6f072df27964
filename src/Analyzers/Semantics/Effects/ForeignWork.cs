using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using PerfAnalyzers.Semantics.Symbols;

namespace PerfAnalyzers.Semantics.Effects;

/// <summary>Asynchronous methods of foreign libraries: they are asynchronous because they leave the process.</summary>
internal static class ForeignWork
{
    /// <summary>Libraries whose asynchronous methods stay in the process, or are known by the table.</summary>
    private static readonly ImmutableArray<string> InProcess = ImmutableArray.Create(
        "System", "Microsoft.EntityFrameworkCore", "Microsoft.Extensions", "Microsoft.AspNetCore", "Microsoft.Data", "Npgsql", "MySql", "Pomelo", "Dapper", "MediatR", "Mediator", "Polly", "Nito",
        "AutoMapper", "Mapster", "FluentValidation", "Quartz", "Hangfire", "netstandard", "mscorlib", "OpenIddict", "linq2db", "Newtonsoft", "FusionCache", "ZiggyCreatures", "Scriban", "SixLabors", "NetVips", "Microsoft.FeatureManagement");

    public static bool IsOutside(IInvocationOperation call, BclSymbols bcl, FactCarriers carriers)
    {
        var method = call.TargetMethod;
        if (method.DeclaringSyntaxReferences.Length > 0 || method.ContainingAssembly is not { } assembly || !(method.ReturnType.Is(bcl.Task) || method.ReturnType.Is(bcl.TaskOf) || method.ReturnType.Is(bcl.ValueTaskOf)))
        {
            return false;
        }

        if (carriers.Has(assembly))
        {
            return false;
        }

        return !StaysInProcess(assembly.Name);
    }

    /// <summary>Whether the methods of an assembly or a namespace of that name stay in the process, or are known by the table.</summary>
    public static bool StaysInProcess(string name)
    {
        foreach (var library in InProcess)
        {
            if (name.StartsWith(library, StringComparison.Ordinal))
            {
                return true;
            }
        }

        return false;
    }
}
