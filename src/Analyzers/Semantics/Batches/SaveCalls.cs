using System.Collections.Immutable;
using System.Globalization;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;
using PerfAnalyzers.Semantics.Effects;
using PerfAnalyzers.Semantics.Flow;
using PerfAnalyzers.Semantics.Model;
using PerfAnalyzers.Semantics.Symbols;

namespace PerfAnalyzers.Semantics.Batches;

/// <summary>Whether one call behind a loop, of a method for many elements, does the same as a call per element of one that saves each.</summary>
internal sealed class SaveCalls(KnownSymbols symbols, Bodies bodies, Dispatch dispatch, SaveSink sinks, IdleCode idle, Func<IInvocationOperation, IEnumerable<IOperation>?> bodiesOf, Func<EfModel> model, Func<Compilation, SavingMethods> methods)
{
    /// <summary>The fact that a fix reads: which parameter takes the element.</summary>
    public const string Element = "Many.Element";

    /// <summary>The method for many elements, when there is one.</summary>
    public const string Name = "Many.Name";

    /// <summary>What the report tells its fix; null when each element has to be saved where it is.</summary>
    public ImmutableDictionary<string, string?>? Of(Turn turn, EffectSite site)
    {
        if (site is not { IsDirect: false, Operation: IInvocationOperation { Syntax: InvocationExpressionSyntax, TargetMethod: { IsGenericMethod: false, ReducedFrom: null } } call }
            || turn.Iteration.Operation is not IForEachLoopOperation { IsAsynchronous: false } || !turn.OnlyStores || turn.ReadsBeside(site) is not { } reads || call.AsStatement() is not { } statement
            || SavedTurn.Of(turn.Iteration, statement) is not { } saved || ElementOf(call, turn.Iteration) is not { } element
            || !sinks.IsFree(saved, call, reads) || !sinks.AreSteady(saved.Body.Block, reads, save: null) || !saved.Skipped.All(s => idle.Covers(s, saved.Body, reads)) || !saved.After.All(s => idle.Covers(s, saved.Body)))
        {
            return null;
        }

        if (dispatch.OnlyTargetOf(call) is not { } target || bodies.SourceOf(target) is not { } source || methods(source).Read(target.Declared(), element) is not { } method
            || method.Many is { } many && !IsCalledBy(many, call, element) || !MayWait(saved.Body.Block, call, method, reads))
        {
            return null;
        }

        return ImmutableDictionary<string, string?>.Empty.Add(Element, element.ToString(CultureInfo.InvariantCulture)).Add(Name, method.Many?.Name);
    }

    /// <summary>Whether nothing in the loop reads what the method writes, and the method nothing that the loop writes, but on its element: it runs behind all turns then.</summary>
    private bool MayWait(IOperation turn, IInvocationOperation call, SavingMethod method, IReadOnlyCollection<IInvocationOperation> reads)
    {
        if (bodiesOf(call)?.ToList() is not [var body])
        {
            return false;
        }

        var (late, early) = (new RowChanges(symbols, model, bodiesOf, body, c => c.Syntax == method.Save), new RowChanges(symbols, model, bodiesOf, turn, c => c == call || reads.Any(r => c.IsInside(r))));
        return late.IsSeen && early.IsSeen
            && !turn.Contains<IMemberReferenceOperation>(m => late.Assigns(m.Member.Name) || m is IPropertyReferenceOperation { Property.Type: var type } && type.ArgumentOf(symbols.Bcl.IEnumerableOf) is { } rows && late.Adds(rows))
            && !body.Contains<IMemberReferenceOperation>(m => early.Assigns(m.Member.Name) && !IsOf(m.Instance, method.Element))
            && !(late.Assigning && turn.Contains<IInvocationOperation>(c => c != call && !reads.Contains(c) && IsOfApplication(c)))
            && !(early.Assigning && body.Contains<IInvocationOperation>(c => c.Syntax != method.Save && IsOfApplication(c) && c.Arguments.Any(static a => a.Value.WithoutConversions().Type is { IsReferenceType: true, SpecialType: not SpecialType.System_String })));
    }

    private static bool IsOf(IOperation? instance, IParameterSymbol element) => instance?.WithoutConversions() is IParameterReferenceOperation { Parameter: { Name: var name, Ordinal: var ordinal } } && name == element.Name && ordinal == element.Ordinal;

    private static bool IsOfApplication(IInvocationOperation call) => !call.TargetMethod.Declared().DeclaringSyntaxReferences.IsEmpty;

    /// <summary>The place of the one argument that differs from turn to turn.</summary>
    private static int? ElementOf(IInvocationOperation call, Iteration iteration)
    {
        var varying = call.Arguments.Where(a => iteration.Varies(a.Value)).Take(2).ToList();
        return varying.Count == 1 && varying[0] is { ArgumentKind: ArgumentKind.Explicit, Parameter: { RefKind: RefKind.None, IsParams: false } parameter }
            && call.Arguments.All(a => a == varying[0] || a.ArgumentKind == ArgumentKind.DefaultValue || a.Value.ConstantValue.HasValue || SaveMethods.IsPlain(a.Value))
            && SaveMethods.IsPlain(call.Instance) && !iteration.Varies(call.Instance!)
                ? parameter.Ordinal
                : null;
    }

    /// <summary>Whether what the call is made on offers that method.</summary>
    private bool IsCalledBy(IMethodSymbol many, IInvocationOperation call, int element)
    {
        var type = call.Instance!.WithoutConversions().Type;
        var places = type is INamedTypeSymbol { TypeKind: TypeKind.Interface } ? type.AllInterfaces.Insert(0, (INamedTypeSymbol)type) : BasesOf(type);
        return places.SelectMany(p => p.GetMembers(many.Name)).OfType<IMethodSymbol>().Any(m => m.Parameters.Length == many.Parameters.Length
            && m.Parameters[element].Type is INamedTypeSymbol { TypeArguments: [var of] } && SymbolEqualityComparer.Default.Equals(of, call.TargetMethod.Parameters[element].Type)
            && dispatch.OnlyTargetOf(m) is { } target && IsDeclaredWith(target, many));
    }

    private static ImmutableArray<INamedTypeSymbol> BasesOf(ITypeSymbol? type)
    {
        var bases = ImmutableArray.CreateBuilder<INamedTypeSymbol>();
        for (var current = type as INamedTypeSymbol; current is not null; current = current.BaseType)
        {
            bases.Add(current);
        }

        return bases.ToImmutable();
    }

    private static bool IsDeclaredWith(IMethodSymbol left, IMethodSymbol right) =>
        left.DeclaringSyntaxReferences is [var first] && right.DeclaringSyntaxReferences is [var second] && first.SyntaxTree == second.SyntaxTree && first.Span == second.Span;
}
