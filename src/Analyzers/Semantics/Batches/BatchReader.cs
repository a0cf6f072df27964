using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;
using PerfAnalyzers.Semantics.Effects;
using PerfAnalyzers.Semantics.Flow;
using PerfAnalyzers.Semantics.Model;
using PerfAnalyzers.Semantics.Queries;
using PerfAnalyzers.Semantics.Symbols;

namespace PerfAnalyzers.Semantics.Batches;

/// <summary>Decides whether one query before a loop gives the same as a query per element, and how its answers are looked up.</summary>
internal sealed class BatchReader(KnownSymbols symbols, QueryReader queries, ReadingCalls reading, MemberWrites writes, Func<EfModel> model)
{
    /// <summary>The batch for a query that stands in a foreach, or in a lambda that runs for each element; null when the two would not be the same.</summary>
    public Batch? Read(Turn turn, EffectSite site)
    {
        if (ElementWalk.Of(turn.Iteration, symbols.Bcl) is not { } walk
            || site is not { IsDirect: true, Operation: IInvocationOperation { Syntax: InvocationExpressionSyntax } call }
            || queries.ReadTerminal(call) is not { Query: { IsComplete: true, Root: { Kind: RootKind.Set or RootKind.Call or RootKind.Member or RootKind.Parameter, Entity: INamedTypeSymbol type } } } use
            || model().Entity(type) is not { IsKeyless: false } entity
            || SourceOf(walk) is not { } source)
        {
            return null;
        }

        var body = new BatchBody(walk, call, type, symbols);
        if (!body.IsQuiet || BatchTurns.Of(walk, call, turn.Iteration, body) is not { } turns)
        {
            return null;
        }

        var comparison = KeyComparison.Of(use, entity, body.ReadsRow, value => body.Varies(value, turn.Iteration));
        if (comparison is not { } found
            || ElementValue.Of(found.Value, walk) is not { } value || !IsAsBefore(value, turns, body)
            || !(found.IsExact(entity, value.Type) || found.IsTextOfKey(entity, value.Type)) || body.Assigns(found.Key)
            || !IsInvariant(use, found, turn.Iteration, body) || found.Step < 0 && !KeepsTracked(body) || !reading.Cover(walk.Region))
        {
            return null;
        }

        var (isKeyNullable, isValueNullable) = (IsNullable(found.Key.Type), IsNullable(value.Type));
        if (value.FailsInQuery && found.Step >= 0 && found.Value.Contains<IMemberReferenceOperation>(static _ => true) || !IsThere(value, isKeyNullable && !isValueNullable, turn, site, walk))
        {
            return null;
        }

        return ShapeOf(use, entity, found, isValueNullable) is { } shape
            ? new Batch(
                shape, found.Key.Name, value.Text, found.Value.WithoutConversions().Syntax.ToString(), found.Step, found.Conjunct,
                isKeyNullable, isValueNullable, body.RunsOnce && turns.Filter.Length == 0 && IsBounded(walk.Source), source)
            {
                IsLambda = !walk.IsLoop,
                IsProjected = IsProjected(use),
                Filter = turns.Filter,
                Terms = TermsOf(shape, found, turns),
            }
            : null;
    }

    /// <summary>Whether a value, and what says that it is asked for, can be read off the element before the loop.</summary>
    public bool IsAsBefore(ElementValue value, BatchTurns turns, BatchBody body)
    {
        var read = value.Members.AddRange(turns.Members);
        return !read.Any(body.Assigns) && !(body.ChecksElement && !value.Members.IsEmpty) && (read.IsEmpty || body.Handed.All(call => writes.Spares(call, read)));
    }

    /// <summary>Whether what a value is read through is there before the loop when it is in the turn: a row that another query brings would not be.</summary>
    public bool IsThere(ElementValue value, bool keepsNulls, Turn turn, EffectSite site, ElementWalk walk) =>
        value.Through.IsEmpty || !keepsNulls && (value.Through.All(t => t is not INamedTypeSymbol type || model().Entity(type) is null) || turn.IsOnlyQuery(site) && !walk.Body.Contains<ILoopOperation>(static _ => true));

    /// <summary>Whether calls of the loop add, remove or forget rows that Find would see before they are saved.</summary>
    public bool KeepsTracked(BatchBody body) => body.CallsOnRows.All(call => writes.Spares(call, body.WritesRows));

    public static BatchTerms TermsOf(BatchShape shape, KeyComparison found, BatchTurns turns) =>
        (turns.IsSome ? BatchTerms.Unasked : BatchTerms.None) | (turns.IsCaught ? BatchTerms.Uncaught : BatchTerms.None)
        | (found.IsText ? BatchTerms.ExactText : BatchTerms.None) | (shape == BatchShape.AnyRow ? BatchTerms.AllOfKey : BatchTerms.None);

    /// <summary>Text may be null whatever its declaration says.</summary>
    private static bool IsNullable(ITypeSymbol type) => type.IsNullableValue() || type.IsReferenceType;

    /// <summary>What the query is asked for, null when many keys at once can't be asked for that.</summary>
    public static BatchShape? ShapeOf(QueryUse use, EntityModel entity, KeyComparison found, bool isValueNullable)
    {
        var name = use.Call!.TargetMethod.Name;
        var isRequired = !name.Contains("OrDefault");
        return use.Operator.Kind switch
        {
            OperatorKind.Find => BatchShape.Row,
            OperatorKind.First or OperatorKind.Single when !found.Key.Type.IsNullableValue() && entity.Identifies(found.Fixed.Add(found.Key.Name)) == true => isRequired ? BatchShape.RequiredRow : BatchShape.Row,
            OperatorKind.Single => BatchShape.RequiredRow,
            OperatorKind.First when !use.Query.MayBeOrdered => BatchShape.AnyRow,
            OperatorKind.List when name is "ToList" or "ToListAsync" or "ToArray" or "ToArrayAsync" => BatchShape.Rows,
            OperatorKind.Any when !IsIncluding(use) => BatchShape.Exists,
            OperatorKind.Count when !IsIncluding(use) && !isValueNullable && !found.IsText && name is "Count" or "CountAsync" => BatchShape.Count,
            _ => null,
        };
    }

    private static bool IsIncluding(QueryUse use) => use.Query.Steps.Any(static s => s.Kind is OperatorKind.Include or OperatorKind.ThenInclude);

    /// <summary>Whether the rest of the query is the same in every turn, and made of steps that neither cut nor reshape rows.</summary>
    private bool IsInvariant(QueryUse use, KeyComparison found, Iteration iteration, BatchBody body) =>
        use.Query.Steps.All(s => (KeepsRows(s) || found.Step > 1 && IsPlainSelect(use, s, model())) && (!s.Sometimes || s.Kind == OperatorKind.Neutral))
        && !body.Varies(use.Call!, iteration, except: found.At)
        && !(use.Query.Steps.Any(static s => s.Kind == OperatorKind.Tracking) && body.ChangesRows);

    /// <summary>Whether rows are made into something else behind the comparison, as the last step and each for itself; entities stay what they are.</summary>
    public static bool IsPlainSelect(QueryUse use, QueryStep step, EfModel model) =>
        step is { Kind: OperatorKind.Project, Operator.Name: "Select", Call: { TargetMethod.TypeArguments: [_, { IsAnonymousType: false } made], Syntax: InvocationExpressionSyntax } select } && step == use.Query.Steps.LastOrDefault()
        && use.Call!.Receiver()?.WithoutConversions() == select && use.Operator.Kind is OperatorKind.First or OperatorKind.Single or OperatorKind.List
        && (made is not INamedTypeSymbol type || model.Entity(type) is null && type.TypeArguments.All(static t => !t.IsAnonymousType))
        && step.Lambda is { Symbol.Parameters.Length: 1 } lambda && lambda.ReturnedValue() is { } value && !value.Contains<IInvocationOperation>(static _ => true);

    public static bool IsProjected(QueryUse use) => use.Query.Steps.Any(static s => s.Kind == OperatorKind.Project);

    /// <summary>Whether rows stay what they are, each with its own key.</summary>
    public static bool KeepsRows(QueryStep step) =>
        step.Kind is OperatorKind.Filter or OperatorKind.Include or OperatorKind.ThenInclude or OperatorKind.Tracking or OperatorKind.Split or OperatorKind.Tag or OperatorKind.Order or OperatorKind.ThenOrder
        || step.Operator.Name is "IgnoreQueryFilters" or "IgnoreAutoIncludes" or "AsQueryable";

    /// <summary>How the elements of a loop are read for their keys before it; null when they can't be.</summary>
    public BatchSource? SourceOf(ElementWalk walk)
    {
        var source = walk.Source.WithoutConversions();
        if (source.Type is null || ((walk.Element as ILocalSymbol)?.Type ?? (walk.Element as IParameterSymbol)?.Type) is not { } type || !SymbolEqualityComparer.Default.Equals(ElementOf(source.Type), type) || walk.Source.Contains<IAssignmentOperation>(static _ => true))
        {
            return null;
        }

        if (symbols.Bcl.IsQueryable(source.Type))
        {
            return queries.Read(source) is { IsDatabase: true } ? BatchSource.Query : null;
        }

        if (IsCollection(source.Type))
        {
            return source is ILocalReferenceOperation or IParameterReferenceOperation ? BatchSource.Named : BatchSource.Made;
        }

        return IsPlainLinq(source, walk, 0) ? BatchSource.Lazy : null;
    }

    /// <summary>LINQ over collections that reads nothing which the loop touches: when it runs makes no difference.</summary>
    private bool IsPlainLinq(IOperation source, ElementWalk walk, int hops) => source.WithoutConversions() switch
    {
        ILocalReferenceOperation or IParameterReferenceOperation => true,
        IPropertyReferenceOperation { Type: { } type } property => IsCollection(type) || ElementValue.IsStored(property.Property),
        IInvocationOperation call when hops < 20 && call.TargetMethod.ContainingType.Is(symbols.Bcl.Enumerable) && call.Receiver() is { } receiver =>
            IsPlainLinq(receiver, walk, hops + 1) && call.Arguments.All(a => a.Value.Syntax.Span.Contains(receiver.Syntax.Span) || IsSteady(a, walk)),
        _ => false,
    };

    /// <summary>Whether it says the same before the loop as in it: variables stay what they are, and what a library is asked about isn't used in the loop.</summary>
    private static bool IsSteady(IOperation argument, ElementWalk walk)
    {
        var (index, asks) = (BodyIndex.Of(walk.Operation), argument.Contains<IInvocationOperation>(static _ => true));
        return argument.DescendantsAndSelf().All(part => part switch
        {
            IInvocationOperation call => call.TargetMethod.DeclaringSyntaxReferences.IsEmpty,
            IInstanceReferenceOperation => !asks,
            ILocalReferenceOperation or IParameterReferenceOperation when BodyIndex.SymbolOf(part) is { } variable =>
                !index.Writes(variable).Any(w => w.At.IsInside(walk.Body)) && !(asks && index.Reads(variable).Any(r => r.IsInside(walk.Body))),
            _ => true,
        });
    }

    private static bool IsCollection(ITypeSymbol type) =>
        type is IArrayTypeSymbol || IsCollectionInterface(type) || type.AllInterfaces.Any(IsCollectionInterface);

    private static bool IsCollectionInterface(ITypeSymbol type) => type is INamedTypeSymbol { Name: "ICollection" or "IReadOnlyCollection", TypeArguments.Length: 1, TypeKind: TypeKind.Interface };

    private ITypeSymbol? ElementOf(ITypeSymbol type) => type is IArrayTypeSymbol array ? array.ElementType : type.ArgumentOf(symbols.Bcl.IEnumerableOf);

    private bool IsBounded(IOperation source) =>
        (queries.Materialised(source)?.Query ?? queries.Read(source.WithoutConversions())) is { } query && query.Has(OperatorKind.Take);
}
