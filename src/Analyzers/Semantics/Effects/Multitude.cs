using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using PerfAnalyzers.Semantics.Flow;
using PerfAnalyzers.Semantics.Model;
using PerfAnalyzers.Semantics.Queries;
using PerfAnalyzers.Semantics.Symbols;

namespace PerfAnalyzers.Semantics.Effects;

/// <summary>Where the elements of an iteration come from, which says how many they may be.</summary>
internal enum Supply
{
    /// <summary>Held in memory by an object that is neither an entity nor plain data: the users of a session, the participants of a group.</summary>
    Held,

    /// <summary>Brought by a caller, a request, a file or another system.</summary>
    Given,

    /// <summary>Rows of the database, or a collection of an entity.</summary>
    Rows,
}

/// <summary>Follows the source of an iteration to where its elements come from.</summary>
internal sealed class Multitude(KnownSymbols symbols, Bodies bodies, Func<EfModel> model, Lazy<EffectReader> effects, FactCarriers carriers)
{
    private const int Hops = 6;

    public Supply Of(Iteration iteration) => iteration.Source is { } source ? Of(source, Hops) : Supply.Given;

    private Supply Of(IOperation source, int hops)
    {
        source = source.Core();
        return hops == 0 ? Supply.Given : source switch
        {
            ILocalReferenceOperation local => BodyIndex.Of(local).SingleValue(local.Local) is { } value ? Of(value, hops - 1) : OfType(local.Type),
            ICoalesceOperation coalesce => Of(coalesce.Value, hops - 1),
            IInvocationOperation call when IsOperator(call) && call.Receiver() is { } receiver => symbols.Bcl.IsQueryable(receiver.Type) ? Supply.Rows : Of(receiver, hops - 1),
            IInvocationOperation { TargetMethod: { IsExtensionMethod: true } or { ReducedFrom: not null } } call when call.Receiver() is { } extended && symbols.Bcl.ElementOf(extended.Type) is not null => Of(extended, hops - 1),
            IInvocationOperation call => OfMethod(call.TargetMethod) is var supply && supply == Supply.Held && IsMadeOfArguments(call) ? Supply.Given : supply,
            IMemberReferenceOperation member when IsPart(member) && member.Receiver() is { } dictionary => Of(dictionary, hops - 1),
            IMemberReferenceOperation { Member: IPropertySymbol or IFieldSymbol } member => OfMember(member),
            _ => OfType(source.Type),
        };
    }

    private Supply OfType(ITypeSymbol? collection) => symbols.Bcl.IsQueryable(collection) || model().IsEntity(symbols.Bcl.ElementOf(collection)) ? Supply.Rows : Supply.Given;

    private bool IsOperator(IInvocationOperation call) =>
        call.TargetMethod.DeclaringSyntaxReferences.Length == 0 && (call.TargetMethod.ContainingType.Is(symbols.Bcl.Enumerable) || OperatorTable.Of(call.TargetMethod.Name) is not null || call.TargetMethod.Name == "AsReadOnly");

    /// <summary>`held.Values`, `held.Keys`.</summary>
    private bool IsPart(IMemberReferenceOperation member) => member.Member.Name is "Values" or "Keys" && member.Instance?.Type.IsOrDerivesFrom(symbols.Bcl.DictionaryInterfaceOf) == true;

    /// <summary>The words of a text, the differences of two lists: as many as what the method is given has.</summary>
    private bool IsMadeOfArguments(IInvocationOperation call) => call.Arguments.Any(a => a.ArgumentKind == ArgumentKind.Explicit && a.Value.WithoutConversions().Type is { } type
        && (symbols.Bcl.ElementOf(type) is not null || call.TargetMethod.IsStatic && type.SpecialType == SpecialType.System_String && !a.Value.ConstantValue.HasValue));

    /// <summary>A method of the application that doesn't wait and doesn't ask for rows answers from memory.</summary>
    private Supply OfMethod(IMethodSymbol method)
    {
        if (symbols.Bcl.IsQueryable(symbols.Bcl.Awaited(method.ReturnType)))
        {
            return Supply.Rows;
        }

        var waits = !SymbolEqualityComparer.Default.Equals(symbols.Bcl.Awaited(method.ReturnType), method.ReturnType);
        if (effects.Value.Of(method) is { Queries: not Certainty.None, QueryTrail.Hops: { Length: > 0 } hops } && (waits || !IsSingleRow(hops[hops.Length - 1].Name)))
        {
            return Supply.Rows;
        }

        // What a cache hands out are rows as well: `GetSites()` is as long as its table.
        return OfType(method.ReturnType) is var supply && (supply == Supply.Rows && !IsPutTogether(method) || waits || method.DeclaringSyntaxReferences.Length == 0 && !carriers.Has(method.ContainingAssembly)) ? supply : Supply.Held;
    }

    /// <summary>Whether the method makes the list itself and fills it: those that it was told about, and not a table.</summary>
    private bool IsPutTogether(IMethodSymbol method) => bodies.SourceOf(method) == bodies.Compilation && bodies.Of(method)?.ReturnedValues().ToList() is { Count: > 0 } values
        && values.TrueForAll(static v => v.Core() is ILocalReferenceOperation local && BodyIndex.Of(local).SingleValue(local.Local)?.Core() is IObjectCreationOperation { Arguments.IsEmpty: true });

    private static bool IsSingleRow(string name) => name is "Find" or "FindAsync" || OperatorTable.Of(name) is { IsSingleRow: true };

    private Supply OfMember(IMemberReferenceOperation member)
    {
        var owner = member.Member.ContainingType;
        if (OfType(member.Type) == Supply.Rows || model().IsEntity(owner))
        {
            return Supply.Rows;
        }

        var isData = owner.DeclaringSyntaxReferences.Length == 0 && IsPlatform(owner) || member.Instance is not (null or IInstanceReferenceOperation) && IsData(owner);
        return isData ? Supply.Given : Supply.Held;
    }

    private static bool IsPlatform(INamedTypeSymbol type) =>
        type.ContainingNamespace?.ToString() is { } space && (space.StartsWith("System", StringComparison.Ordinal) || space.StartsWith("Microsoft", StringComparison.Ordinal));

    /// <summary>A type that carries values and does nothing: a request, a response, a projection.</summary>
    private static bool IsData(INamedTypeSymbol type) =>
        type.IsRecord || type.IsAnonymousType || !type.GetMembers().Any(static m => m is IMethodSymbol { MethodKind: MethodKind.Ordinary, IsStatic: false, IsOverride: false, IsImplicitlyDeclared: false });
}
