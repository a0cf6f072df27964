using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;
using PerfAnalyzers.Semantics.Effects;
using PerfAnalyzers.Semantics.Flow;
using PerfAnalyzers.Semantics.Model;
using PerfAnalyzers.Semantics.Symbols;

namespace PerfAnalyzers.Semantics.Batches;

/// <summary>Decides whether a query on all rows that a repository gives finds the same as its method for one key.</summary>
internal sealed class RepositoryBatches(KnownSymbols symbols, Bodies bodies, Dispatch dispatch, BatchReader batches, ReadingCalls reading, Func<EfModel> model, Func<Compilation, RepositoryMethods> methods)
{
    /// <summary>The batch for a call of a repository for any entity; null when the two would not be the same.</summary>
    public Batch? Read(Turn turn, EffectSite site)
    {
        if (ElementWalk.Of(turn.Iteration, symbols.Bcl) is not { } walk
            || site is not { IsDirect: false, IsNear: true, Operation: IInvocationOperation { Syntax: InvocationExpressionSyntax, Instance: { Type: { } repository }, TargetMethod: { IsGenericMethod: false } method } call }
            || symbols.Bcl.Awaited(method.ReturnType) is not INamedTypeSymbol row || model().Entity(row) is not { IsKeyless: false, Key: [var column] } entity
            || BatchCalls.KeyOf(call, turn.Iteration) is not { Parameter: { } parameter } argument || ElementValue.Of(argument.Value, walk) is not { } value
            || new KeyComparison(column, argument.Value, argument.Value, -1, 0, ImmutableArray<string>.Empty) is var found && !(found.IsExact(entity, value.Type) || found.IsTextOfKey(entity, value.Type))
            || batches.SourceOf(walk) is not { } source
            || RoomOf(method) is not ({ } target, { } room) || room.KeyOf(target, parameter.Ordinal) is not { } key || key.Length > 0 && key != column.Name
            || AllOf(repository, row) is not { } all)
        {
            return null;
        }

        var body = new BatchBody(walk, call, row, symbols);
        return body.IsQuiet && BatchTurns.Of(walk, call, turn.Iteration, body) is { } turns && batches.IsAsBefore(value, turns, body) && !body.AssignsColumn(column.Name)
            && !body.Varies(call, turn.Iteration, except: argument.Value) && batches.IsThere(value, false, turn, site, walk) && !BatchCalls.HasWork(call, argument) && (key.Length > 0 || batches.KeepsTracked(body))
            && reading.Cover(walk.Region)
                ? new Batch(
                    BatchShape.Row, column.Name, value.Text, argument.Value.WithoutConversions().Syntax.ToString(), Step: -1, Conjunct: 0,
                    IsKeyNullable: found.IsText, IsValueNullable: value.Type.IsNullableValue() || found.IsText, IsBounded: false, source)
                {
                    IsLambda = !walk.IsLoop, Filter = turns.Filter, Terms = BatchReader.TermsOf(BatchShape.Row, found, turns), Root = all,
                }
                : null;
    }

    /// <summary>The one method that a call of this one runs, and who reads it.</summary>
    private (IMethodSymbol Target, RepositoryMethods Room)? RoomOf(IMethodSymbol method) =>
        dispatch.OnlyTargetOf(method) is { } target && bodies.SourceOf(target) is { } source ? (target, methods(source)) : null;

    /// <summary>How code reads all rows of the repository: a member of its type that gives them, as a query.</summary>
    private string? AllOf(ITypeSymbol repository, INamedTypeSymbol row)
    {
        var types = new List<ITypeSymbol>(repository.AllInterfaces);
        for (ITypeSymbol? type = repository; type is not null; type = type.BaseType)
        {
            types.Insert(0, type);
        }

        foreach (var member in types.SelectMany(static t => t.GetMembers()).Where(static m => m is { IsStatic: false, DeclaredAccessibility: Accessibility.Public }))
        {
            var (result, getter, text) = member switch
            {
                IMethodSymbol { Parameters.IsEmpty: true, IsGenericMethod: false, MethodKind: MethodKind.Ordinary } m => (m.ReturnType, m, m.Name + "()"),
                IPropertySymbol { Parameters.IsEmpty: true, GetMethod: { } get } p => (p.Type, get, p.Name),
                _ => (null, null, ""),
            };
            if (getter is not null && symbols.Bcl.IsQueryable(result!) && SymbolEqualityComparer.Default.Equals(symbols.Bcl.ElementOf(result), row)
                && RoomOf(getter) is ({ } target, { } room) && room.GivesAll(target))
            {
                return text;
            }
        }

        return null;
    }
}
