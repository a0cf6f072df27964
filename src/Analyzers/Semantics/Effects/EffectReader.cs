using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using PerfAnalyzers.Semantics.Flow;
using PerfAnalyzers.Semantics.Names;
using PerfAnalyzers.Semantics.Queries;
using PerfAnalyzers.Semantics.Symbols;

namespace PerfAnalyzers.Semantics.Effects;

/// <summary>What calls and turns do to the database: one summary per method, pulled when a call asks for it.</summary>
internal sealed class EffectReader
{
    /// <summary>How many methods a trail may pass: three reach 97 % of the cases that were read in real applications.</summary>
    private const int Depth = 6;

    /// <summary>More calls into projects above than this are not carried along.</summary>
    private const int MostPending = 6;

    private readonly KnownSymbols symbols;
    private readonly Dispatch dispatch;
    private readonly Bodies bodies;
    private readonly EffectScanner scanner;
    private readonly EffectTable table;
    private readonly NameIndex names;
    private readonly Realm realm;
    private readonly ReferencedFacts facts;
    private readonly Func<Compilation, EffectReader> readerOf;
    private readonly ConcurrentDictionary<IMethodSymbol, ImmutableArray<Step>> scans = new(SymbolEqualityComparer.Default);
    private readonly ConcurrentDictionary<(IMethodSymbol Method, int Depth), EffectSummary> summaries = new(MethodAtDepth.Comparer);
    private readonly ConditionalWeakTable<IOperation, StrongBox<ImmutableArray<EffectSite>>> turns = new();

    /// <param name="realm">What is looked for: the database, or other systems.</param>
    /// <param name="compilation">The compilation whose calls are asked about.</param>
    /// <param name="rooms">The rooms below.</param>
    /// <param name="readerOf">The reader of a compilation that this one references as source.</param>
    /// <param name="seesAbove">Calls that only a project above can answer are kept, for the facts.</param>
    public EffectReader(Realm realm, Compilation compilation, EffectRooms rooms, Func<Compilation, EffectReader> readerOf, bool seesAbove = false)
    {
        var (symbols, bodies, dispatch, iterations, queries, carriers, added, namesInSight) = rooms;
        facts = new ReferencedFacts(carriers, realm);
        this.symbols = symbols;
        this.bodies = bodies;
        this.dispatch = dispatch;
        this.readerOf = readerOf;
        this.realm = realm;
        table = new EffectTable(realm.Kinds, added);
        names = new NameIndex(realm, compilation, namesInSight, new SinkNames(realm, table, facts), seesAbove);
        scanner = new EffectScanner(realm, symbols, queries, iterations, table, new Quieting(symbols.Bcl), names, dispatch, carriers);
    }

    /// <summary>Whether the method may have an effect: the gate before anything is bound.</summary>
    public bool MayReach(IMethodSymbol method) => names.ReachOf(method) != Channels.None;

    /// <summary>References whose facts can't be read, and how many of them.</summary>
    public IReadOnlyList<(IAssemblySymbol Assembly, int Count)> Unreadable => facts.Unreadable;

    /// <summary>What a library's method does by itself.</summary>
    public Effect OfLibrary(IMethodSymbol method) => table.Of(method);

    /// <summary>The places in one turn of an iteration that reach the database; iterations inside answer for themselves.</summary>
    public ImmutableArray<EffectSite> In(Iteration iteration) =>
        turns.GetValue(iteration.Body, body => new StrongBox<ImmutableArray<EffectSite>>(ReadTurn(body))).Value;

    /// <summary>What calling the method does.</summary>
    public EffectSummary Of(IMethodSymbol method) => Summary(method.Declared(), Depth);

    /// <summary>Whether the build of another project wrote something down about a method of that name.</summary>
    public bool IsWritten(string name) => facts.Has(name);

    /// <summary>Whether the build of another project wrote down that a method of that name pages a query.</summary>
    public bool IsWrittenToPage(string name) => facts.HasPages(name);

    /// <summary>What the build of another project wrote down about a method.</summary>
    public MethodFacts? Written(IMethodSymbol method) => facts.Of(method);

    /// <summary>What the methods that other projects can call do, by documentation id.</summary>
    /// <param name="rowsOf">The rows that a method returns; asked for methods only whose bodies are read anyway.</param>
    /// <param name="writesOf">What a method does with the rows that it gets.</param>
    /// <param name="pagesOf">Which of its queries a method pages.</param>
    /// <param name="cancellation">Stops it.</param>
    public IEnumerable<(string Id, Realm Realm, MethodFacts Facts)> Facts(
        Func<IMethodSymbol, ReturnedRows?>? rowsOf, Func<IMethodSymbol, ImmutableArray<WrittenParameter>>? writesOf, Func<IMethodSymbol, int?>? pagesOf, CancellationToken cancellation)
    {
        var above = new CallsFromAbove(bodies.Compilation, symbols);
        foreach (var (declaration, isHot, writesRows) in names.Candidates(withWriters: writesOf is not null))
        {
            cancellation.ThrowIfCancellationRequested();
            if (bodies.ModelFor(declaration.SyntaxTree)?.GetDeclaredSymbol(declaration, cancellation) is not IMethodSymbol method || !above.MayReach(method))
            {
                continue;
            }

            var summary = isHot ? Summary(method, Depth) : EffectSummary.None;
            var written = new MethodFacts(
                summary.Queries, NamesOf(summary.QueryTrail), summary.Saves, NamesOf(summary.SaveTrail),
                summary.Pending.Select(p => (p.Method.GetDocumentationCommentId() ?? "", p.Sometimes)).Where(p => p.Item1.Length > 0).ToImmutableArray(),
                isHot ? rowsOf?.Invoke(method) : null,
                writesRows && writesOf is not null ? writesOf(method) : default,
                pagesOf?.Invoke(method));
            if (!written.IsEmpty && method.GetDocumentationCommentId() is { } id)
            {
                yield return (id, realm, written);
            }
        }
    }

    private static ImmutableArray<string> NamesOf(Trail trail) => trail.Hops.Select(static h => h.Name).ToImmutableArray();

    private ImmutableArray<EffectSite> ReadTurn(IOperation body)
    {
        var sites = ImmutableArray.CreateBuilder<EffectSite>();
        foreach (var occurrence in scanner.Scan(body, isTurn: true))
        {
            if (occurrence.Callee is null)
            {
                sites.Add(new EffectSite(occurrence.Operation, occurrence.Direct, occurrence.IsConditional ? Certainty.Sometimes : Certainty.Always, Trail.Empty.After(HopAt(occurrence)), IsDirect: true));
                continue;
            }

            var summary = Summary(occurrence.Callee.Declared(), Depth, occurrence.IsExact);
            if (summary.IsNone)
            {
                continue;
            }

            var hop = HopAt(occurrence);
            foreach (var effect in realm.Channels)
            {
                if (summary.Of(effect, realm) is var certainty and not Certainty.None && !(occurrence.IsOnMiss && effect == realm.First))
                {
                    var here = occurrence.IsConditional && certainty == Certainty.Always ? Certainty.Sometimes : certainty;
                    sites.Add(new EffectSite(occurrence.Operation, effect, here, summary.TrailTo(effect, realm).After(hop), IsDirect: false));
                }
            }

            if (summary.Other != Effect.None)
            {
                sites.Add(new EffectSite(occurrence.Operation, summary.Other, Certainty.Sometimes, Trail.Empty.After(hop), IsDirect: false));
            }
        }

        return sites.ToImmutable();
    }

    private static Hop HopAt(Occurrence occurrence) => occurrence.Operation switch
    {
        IInvocationOperation call => new Hop(call.TargetMethod.Name, QueryReader.NameOf(call)),
        IForEachLoopOperation loop => new Hop("foreach", loop.Collection.Syntax.GetLocation()),
        IMemberReferenceOperation member => new Hop(member.Member.Name, member.Syntax.GetLocation()),
        var other => new Hop("statement", other.Syntax.GetLocation()),
    };

    private EffectSummary Summary(IMethodSymbol method, int depth, bool isExact = false)
    {
        if (depth == 0)
        {
            return EffectSummary.None;
        }

        var key = (method, isExact ? -depth : depth);
        if (summaries.TryGetValue(key, out var known))
        {
            return known;
        }

        var summary = isExact ? OfBody(method, depth) : ReadSummary(method, depth);
        summaries[key] = summary;
        return summary;
    }

    private EffectSummary ReadSummary(IMethodSymbol method, int depth)
    {
        var targets = dispatch.TargetsOf(method);
        if (targets.IsDefault)
        {
            return EffectSummary.None;
        }

        if (targets.IsEmpty)
        {
            return realm.IsDatabase ? Declared(method) : EffectSummary.None;
        }

        EffectSummary? joined = null;
        foreach (var target in targets)
        {
            var one = OfBody(target, depth);
            joined = joined is null ? one : Join(joined, one);
        }

        return joined ?? EffectSummary.None;
    }

    /// <summary>What the declaration alone says, when nothing in sight implements it.</summary>
    private EffectSummary Declared(IMethodSymbol method)
    {
        var pending = ImmutableArray.Create(new PendingCall(method, Sometimes: false));
        return DeclaredEffects.Of(method, symbols.Bcl) switch
        {
            Effect.Query => EffectSummary.None with { Queries = Certainty.Assumed, Pending = pending },
            Effect.Save => EffectSummary.None with { Saves = Certainty.Assumed, Pending = pending },
            _ => method.DeclaringSyntaxReferences.Length > 0 ? EffectSummary.None with { Pending = pending } : EffectSummary.None,
        };
    }

    private EffectSummary OfBody(IMethodSymbol method, int depth)
    {
        var (queries, saves, other) = (new Surest(), new Surest(), Effect.None);
        var pending = ImmutableArray<PendingCall>.Empty;
        var steps = StepsOf(method);
        foreach (var step in steps)
        {
            if (step.Direct == realm.First)
            {
                queries.Offer(step.Certainty, step.Trail);
            }
            else if (step.Direct == realm.Second && !step.IsIsolated)
            {
                saves.Offer(step.Certainty, step.Trail);
            }

            other |= step.Direct & Effect.Wait;
        }

        foreach (var step in steps)
        {
            if (step.Callee is not null && IsNews(step.Callee, queries, saves, other))
            {
                var inner = Summary(step.Callee, depth - 1, step.IsExact);
                queries.Offer(Weaken(inner.Queries, step.Certainty), step.Trail, inner.QueryTrail);
                saves.Offer(step.IsIsolated ? Certainty.None : Weaken(inner.Saves, step.Certainty), step.Trail, inner.SaveTrail);
                other |= inner.Other;
                pending = With(pending, inner.Pending, step.Certainty);
            }
        }

        return queries.Certainty == Certainty.None && saves.Certainty == Certainty.None && other == Effect.None && pending.IsEmpty
            ? EffectSummary.None
            : new EffectSummary(queries.Certainty, saves.Certainty, other, queries.Trail, saves.Trail, pending);
    }

    /// <summary>Whether a call can say more than is known: its body is read only then.</summary>
    private bool IsNews(IMethodSymbol callee, Surest queries, Surest saves, Effect other) =>
        names.ReachOf(callee) is var reach
        && ((reach & Channels.First) != 0 && queries.Certainty != Certainty.Always || (reach & Channels.Second) != 0 && saves.Certainty != Certainty.Always || (reach & Channels.Wait) != 0 && (other & Effect.Wait) == 0);

    private static ImmutableArray<PendingCall> With(ImmutableArray<PendingCall> pending, ImmutableArray<PendingCall> more, Certainty certainty)
    {
        foreach (var call in more)
        {
            if (pending.Length < MostPending && !pending.Any(p => SymbolEqualityComparer.Default.Equals(p.Method, call.Method)))
            {
                pending = pending.Add(certainty == Certainty.Always ? call : call with { Sometimes = true });
            }
        }

        return pending;
    }

    private static Certainty Weaken(Certainty certainty, Certainty limit) => certainty == Certainty.Always && limit == Certainty.Sometimes ? Certainty.Sometimes : certainty;

    private static EffectSummary Join(EffectSummary first, EffectSummary second) => new(
        Both(first.Queries, second.Queries),
        Both(first.Saves, second.Saves),
        first.Other | second.Other,
        first.Queries >= second.Queries ? first.QueryTrail : second.QueryTrail,
        first.Saves >= second.Saves ? first.SaveTrail : second.SaveTrail,
        With(first.Pending, second.Pending, Certainty.Sometimes));

    /// <summary>Certain only when both are; otherwise some implementations do, some don't.</summary>
    private static Certainty Both(Certainty first, Certainty second) =>
        first == second ? first : first == Certainty.None || second == Certainty.None ? Certainty.Sometimes : (Certainty)Math.Min((int)first, (int)second);

    /// <summary>The effects and calls of a method's body, without its operations: what is kept is small.</summary>
    private ImmutableArray<Step> StepsOf(IMethodSymbol method)
    {
        if (scans.TryGetValue(method, out var known))
        {
            return known;
        }

        var steps = ImmutableArray<Step>.Empty;
        if (bodies.SourceOf(method) is { } source)
        {
            steps = source == bodies.Compilation ? ReadSteps(method) : readerOf(source).StepsOf(method);
        }
        else if (facts.Of(method) is { } written)
        {
            steps = FromFacts(written);
        }

        return scans.GetOrAdd(method, steps);
    }

    private ImmutableArray<Step> ReadSteps(IMethodSymbol method)
    {
        if (!(method.PartialImplementationPart ?? method).DeclaringSyntaxReferences.Any(r => names.ReachOf(r.GetSyntax()) != Channels.None) || bodies.Of(method) is not { } body)
        {
            return ImmutableArray<Step>.Empty;
        }

        return scanner.Scan(body, isTurn: false)
            .Select(o => new Step(o.Direct, o.Callee?.Declared(), o.IsConditional ? Certainty.Sometimes : Certainty.Always, Trail.Empty.After(QualifiedHop(o)), realm.IsDatabase && o.IsIsolated, o.IsExact))
            .ToImmutableArray();
    }

    /// <summary>The steps that a method of another project takes, as its build wrote them down.</summary>
    private ImmutableArray<Step> FromFacts(MethodFacts written)
    {
        var steps = ImmutableArray.CreateBuilder<Step>();
        if (written.Queries != Certainty.None)
        {
            steps.Add(new Step(realm.First, null, written.Queries, Trail.Of(written.QueryTrail)));
        }

        if (written.Saves != Certainty.None)
        {
            steps.Add(new Step(realm.Second, null, written.Saves, Trail.Of(written.SaveTrail)));
        }

        foreach (var (id, sometimes) in written.Pending)
        {
            if (DocumentationCommentId.GetFirstSymbolForDeclarationId(id, bodies.Compilation) is IMethodSymbol method)
            {
                steps.Add(new Step(Effect.None, method, sometimes ? Certainty.Sometimes : Certainty.Always, Trail.Empty.After(new Hop($"{method.ContainingType?.Name}.{method.Name}", Location.None))));
            }
        }

        return steps.ToImmutable();
    }

    private static Hop QualifiedHop(Occurrence occurrence)
    {
        var hop = HopAt(occurrence);
        return occurrence.Callee is { ContainingType.Name: var type, MethodKind: MethodKind.Ordinary, Name: var name } ? hop with { Name = $"{type}.{name}" } : hop;
    }

    private readonly record struct Step(Effect Direct, IMethodSymbol? Callee, Certainty Certainty, Trail Trail, bool IsIsolated = false, bool IsExact = false);
}
