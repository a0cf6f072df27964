using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;
using PerfAnalyzers.Semantics.Batches;
using PerfAnalyzers.Semantics.Effects;
using PerfAnalyzers.Semantics.Flow;
using PerfAnalyzers.Semantics.Includes;
using PerfAnalyzers.Semantics.Model;
using PerfAnalyzers.Semantics.Names;
using PerfAnalyzers.Semantics.Pages;
using PerfAnalyzers.Semantics.Queries;
using PerfAnalyzers.Semantics.Rows;
using PerfAnalyzers.Semantics.Symbols;
using PerfAnalyzers.Semantics.Telemetry;

namespace PerfAnalyzers.Semantics;

/// <summary>What all rules know together about one compilation; built once, lazily, and shared by every analyzer.</summary>
internal sealed class Knowledge
{
    private static readonly ConditionalWeakTable<Compilation, ConcurrentDictionary<string, Knowledge>> Known = new();

    private readonly AddedEffects added;
    private readonly Lazy<EffectReader> effects;
    private readonly Lazy<EffectReader> outside;
    private readonly Lazy<EffectReader> written;

    private readonly Lazy<bool> seesDatabase;
    private readonly Lazy<EfModel> model;
    private readonly Lazy<SaveHooks> hooks;
    private readonly Lazy<Materialisation> materialisation;
    private readonly Lazy<Materialisation> writtenRows;
    private readonly Lazy<RowReader> writtenFates;
    private readonly Lazy<PageCalls> pageCalls;
    private readonly Lazy<FetchedRowsReader> fetches;
    private readonly Lazy<IncludeReader> includes;
    private readonly Lazy<NavigationReader> navigations;

    private Knowledge(Compilation compilation, AddedEffects added)
    {
        Compilation = compilation;
        this.added = added;
        Symbols = new KnownSymbols(compilation);
        Bodies = new Bodies(compilation);
        Carriers = new FactCarriers(compilation);
        Dispatch = new Dispatch(compilation, Carriers);
        Iterations = new IterationReader(Symbols);
        Surroundings = new Surroundings(Symbols);
        Queries = new QueryReader(Symbols, Bodies, Dispatch);
        Hoists = new QueryHoist(Symbols, Queries);
        SaveMethods = new SaveMethods(Symbols, Bodies, Dispatch, c => InSight(c).SaveMethods);
        Idle = new IdleCode(Symbols, Bodies, Dispatch, c => InSight(c).Idle);
        SteadyReads = new SteadyReads(Symbols, Queries, () => Model, BodiesOf, m => Effects.MayReach(m), c => InSight(c).SteadyReads);
        Sinks = new SaveSink(Symbols, Bodies, Dispatch, SaveMethods, Idle, c => InSight(c).Sinks, SteadyReads.Are);
        SavingMethods = new SavingMethods(Symbols, Bodies, SaveMethods, Sinks, () => Effects);
        SaveCalls = new SaveCalls(Symbols, Bodies, Dispatch, Sinks, Idle, BodiesOf, () => Model, c => InSight(c).SavingMethods);
        Tracked = new TrackedRows(Queries);
        Telemetry = new TelemetryRoom(compilation, Symbols, Bodies);
        var names = new Lazy<NamesInSight>(() => new NamesInSight(compilation));
        Pages = new PageReader(Symbols, Bodies, Iterations, Queries, new CutNames(names, name => !Carriers.OfEffects.IsEmpty && Effects.IsWrittenToPage(name)), m => Carriers.OfEffects.IsEmpty ? null : Effects.Written(m)?.Pages, c => InSight(c).Pages);
        var keysets = new KeysetReader(Symbols, Pages, () => Model);
        KeysetOverloads = new KeysetOverloads(Symbols.Bcl, keysets);
        KeysetLoops = new KeysetLoops(Symbols.Bcl, keysets, Iterations, i => TurnOf(i, Effects.In(i)).Writes);
        var rooms = new EffectRooms(Symbols, Bodies, Dispatch, Iterations, Queries, Carriers, added, names);
        seesDatabase = new(() => Symbols.Ef is not null || Symbols.HasDapper || added.ReachDatabase || !Carriers.OfEffects.IsEmpty || DeclaredEffects.AreInSight(compilation));
        effects = new(() => new EffectReader(Realm.Database, Compilation, rooms, c => InSight(c).Written));
        written = new(() => new EffectReader(Realm.Database, Compilation, rooms, c => InSight(c).Written, seesAbove: true));
        outside = new(() => new EffectReader(Realm.Outside, Compilation, rooms, c => InSight(c).Outside));
        model = new Lazy<EfModel>(() => new EfModel(compilation, Symbols, Bodies, other => InSight(other).Model));
        Rows = new RowReader(Symbols, Bodies, Dispatch, Queries, Iterations, Surroundings, effects, c => InSight(c).Rows);
        writtenFates = new(() => new RowReader(Symbols, Bodies, Dispatch, Queries, Iterations, Surroundings, written, c => InSight(c).Rows));
        pageCalls = new(() => new PageCalls(Symbols.Bcl, Bodies, Dispatch, Iterations, Pages, Effects.MayReach, c => InSight(c).PageCalls));
        var bounds = new RowBounds(() => Model);
        includes = new(() => new IncludeReader(Symbols, Model, bounds, names));
        navigations = new(() => new NavigationReader(Symbols, Model, Includes, Iterations, Queries));
        Quieting = new Quieting(Symbols.Bcl);
        Scripts = new Scripts(Bodies, Dispatch);
        EmptyTables = new EmptyTables(Queries);
        Groups = new Groups(Symbols.Bcl);
        Doubts = new Doubts(Groups, new Multitude(Symbols, Bodies, () => Model, effects, Carriers), Queries, Dispatch, Bodies);
        ExplicitLoads = new ExplicitLoadReader(Symbols, Iterations, Queries);
        hooks = new(() => new SaveHooks(Symbols, Bodies, Dispatch.Types, ReferencedAsSource().Select(c => InSight(c).Hooks)));
        SetBased = new SetBasedWrites(Symbols, Dispatch, () => Model);
        Aggregates = new AggregateGroups(Queries, Symbols.Bcl);
        Merges = new MergedAggregates(Queries, Symbols.Bcl);
        Reading = new ReadingCalls(Bodies, Dispatch, Queries, () => Effects, c => InSight(c).Reading);
        MemberWrites = new MemberWrites(Bodies, Dispatch, c => InSight(c).MemberWrites);
        Batches = new BatchReader(Symbols, Queries, Reading, MemberWrites, () => Model);
        KeyedMethods = new KeyedMethods(Symbols, Bodies, Queries, () => Model);
        BatchCalls = new BatchCalls(Symbols, Bodies, Dispatch, Batches, Reading, c => InSight(c).KeyedMethods);
        RepositoryMethods = new RepositoryMethods(Symbols, Bodies, Queries);
        RepositoryBatches = new RepositoryBatches(Symbols, Bodies, Dispatch, Batches, Reading, () => Model, c => InSight(c).RepositoryMethods);
        Translation = new Translation(Symbols, BodyOf);
        var limits = new MoveLimits(Symbols, () => Model);
        Conditions = new Conditions(Symbols.Bcl, Bodies, Dispatch, Queries, Translation, limits, c => InSight(c).Conditions);
        materialisation = new(() => new Materialisation(Symbols, Bodies, Dispatch, Queries, bounds, Effects, c => InSight(c).writtenRows.Value));
        writtenRows = new(() => new Materialisation(Symbols, Bodies, Dispatch, Queries, bounds, Written, c => InSight(c).writtenRows.Value));
        fetches = new(() => new FetchedRowsReader(Symbols, Queries, Translation, bounds, Materialisation, limits, Conditions));
    }

    public Compilation Compilation { get; }

    public KnownSymbols Symbols { get; }

    /// <summary>Whether code of the compilation can reach a database: through EF Core, ADO.NET, Dapper, a project that says that it does, or a repository.</summary>
    public bool SeesDatabase => seesDatabase.Value;

    public Bodies Bodies { get; }

    public FactCarriers Carriers { get; }

    public Dispatch Dispatch { get; }

    public IterationReader Iterations { get; }

    public Surroundings Surroundings { get; }

    public QueryReader Queries { get; }

    public PageReader Pages { get; }

    /// <summary>Methods with a page parameter that could get the last key in its place.</summary>
    public KeysetOverloads KeysetOverloads { get; }

    /// <summary>Loops over pages that could remember the last key in place of a number.</summary>
    public KeysetLoops KeysetLoops { get; }

    /// <summary>Loops that ask a method for page after page.</summary>
    public PageCalls PageCalls => pageCalls.Value;

    /// <summary>What is measured and traced.</summary>
    public TelemetryRoom Telemetry { get; }

    /// <summary>What calls do to the database.</summary>
    public EffectReader Effects => effects.Value;

    /// <summary>What calls do to the database, for projects above: calls that only they can answer are kept.</summary>
    public EffectReader Written => written.Value;

    /// <summary>What calls do to other systems and to files.</summary>
    public EffectReader Outside => outside.Value;

    /// <summary>What the methods of this project do, for projects above.</summary>
    public IEnumerable<(string Id, Realm Realm, MethodFacts Facts)> Facts(CancellationToken cancellation) =>
        Written.Facts(writtenRows.Value.Fact, writtenFates.Value.Facts, Pages.Fact, cancellation).Concat(Outside.Facts(null, null, null, cancellation));

    /// <summary>The EF Core model; free of cost for a rule that doesn't ask.</summary>
    public EfModel Model => model.Value;

    /// <summary>Queries that may move in front of a loop.</summary>
    public QueryHoist Hoists { get; }

    /// <summary>Look-ups that the change tracker answers.</summary>
    public TrackedRows Tracked { get; }

    /// <summary>Methods that do nothing but save.</summary>
    public SaveMethods SaveMethods { get; }

    /// <summary>Code that changes no row.</summary>
    public IdleCode Idle { get; }

    /// <summary>Queries that find the same before and after a save.</summary>
    public SteadyReads SteadyReads { get; }

    /// <summary>Saves that may move behind a loop.</summary>
    public SaveSink Sinks { get; }

    /// <summary>Methods that save one element.</summary>
    public SavingMethods SavingMethods { get; }

    /// <summary>Calls of such methods per element that one call can stand in for.</summary>
    public SaveCalls SaveCalls { get; }

    public RowReader Rows { get; }

    /// <summary>What of the graph around its rows a query loads.</summary>
    public IncludeReader Includes => includes.Value;

    /// <summary>What iterations read of the graph around their elements.</summary>
    public NavigationReader Navigations => navigations.Value;

    public ExplicitLoadReader ExplicitLoads { get; }

    /// <summary>Caches and look-ups that keep an effect rare.</summary>
    public Quieting Quieting { get; }

    public Scripts Scripts { get; }

    /// <summary>What runs only while a table has no rows.</summary>
    public EmptyTables EmptyTables { get; }

    /// <summary>Turns that take a group of elements at once.</summary>
    public Groups Groups { get; }

    /// <summary>Why a query or a save per element may be right.</summary>
    public Doubts Doubts { get; }

    /// <summary>What the application does to entities while they are saved.</summary>
    public SaveHooks Hooks => hooks.Value;

    /// <summary>Rows that one statement can write in place of a load and a save.</summary>
    public SetBasedWrites SetBased { get; }

    public AggregateGroups Aggregates { get; }

    /// <summary>Groups that one query can be written for.</summary>
    public MergedAggregates Merges { get; }

    /// <summary>Queries per element that one query can stand in for.</summary>
    public BatchReader Batches { get; }

    /// <summary>Calls that do nothing to the database but read it.</summary>
    public ReadingCalls Reading { get; }

    /// <summary>What calls write to objects.</summary>
    public MemberWrites MemberWrites { get; }

    /// <summary>Methods that ask for one key.</summary>
    public KeyedMethods KeyedMethods { get; }

    /// <summary>Calls of such methods per element that one call can stand in for.</summary>
    public BatchCalls BatchCalls { get; }

    /// <summary>What repositories for any entity do.</summary>
    public RepositoryMethods RepositoryMethods { get; }

    /// <summary>Which look-ups by key of a repository one query on its rows can stand in for.</summary>
    public RepositoryBatches RepositoryBatches { get; }

    public Translation Translation { get; }

    /// <summary>Conditions that can go along with a call.</summary>
    public Conditions Conditions { get; }

    /// <summary>Calls that return the rows of a query.</summary>
    public Materialisation Materialisation => materialisation.Value;

    /// <summary>Rows that were fetched, and what memory does with them.</summary>
    public FetchedRowsReader Fetches => fetches.Value;

    /// <summary>What is known about a compilation by itself.</summary>
    public static Knowledge Of(Compilation compilation) => Of(compilation, AddedEffects.None);

    /// <summary>What is known about a compilation with the files that its project adds.</summary>
    public static Knowledge Of(Compilation compilation, AnalyzerOptions options, CancellationToken cancellation) =>
        Of(compilation, AddedEffects.Of(options.AdditionalFiles, cancellation));

    /// <summary>One object for the same compilation and the same added effects: what one project adds leaves other projects' reading of a shared one alone.</summary>
    public static Knowledge Of(Compilation compilation, AddedEffects added)
    {
        var known = Known.GetValue(compilation, static _ => new(StringComparer.Ordinal));
        return known.TryGetValue(added.Text, out var found) ? found : known.GetOrAdd(added.Text, new Knowledge(compilation, added));
    }

    /// <summary>What is known about a project that this one references as source: what this one adds counts there too.</summary>
    public Knowledge InSight(Compilation other) => other == Compilation ? this : Of(other, added);

    /// <summary>One turn of an iteration, with what it does to the database.</summary>
    public Turn TurnOf(Iteration iteration, ImmutableArray<EffectSite> sites) => new(iteration, sites, new(() => Outside.In(iteration)), new OwnContext(Symbols.Ef));

    /// <summary>All that a call may run; null when some of it isn't in sight.</summary>
    private IEnumerable<IOperation>? BodiesOf(IInvocationOperation call)
    {
        var targets = Dispatch.TargetsOf(call);
        var found = targets.IsDefault ? [] : targets.Select(BodyOf).OfType<IOperation>().ToList();
        return found.Count > 0 && found.Count == targets.Length ? found : null;
    }

    private IEnumerable<Compilation> ReferencedAsSource() => Compilation.References.OfType<CompilationReference>().Select(r => r.Compilation);

    /// <summary>A method's body wherever its source is: here, or in a project that is referenced as source.</summary>
    public IOperation? BodyOf(IMethodSymbol method) => Bodies.SourceOf(method) is { } source ? InSight(source).Bodies.Of(method) : null;
}
