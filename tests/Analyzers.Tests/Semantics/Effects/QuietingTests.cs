using PerfAnalyzers.Rules.Loading;
using PerfAnalyzers.Rules.Writing;

namespace PerfAnalyzers.Tests.Semantics.Effects;

/// <summary>What keeps a call from reaching the database each time.</summary>
public sealed class QuietingTests
{
    private const string Members = """
        private readonly Dictionary<int, string> known = new();
        private readonly List<Order> rows = new();
        private readonly Microsoft.Extensions.Caching.Memory.IMemoryCache cache = null!;
        private readonly OwnCache own = new();
        private class OwnCache { public T Fetch<T>(string key, Func<CancellationToken, T> make) => make(default); public Task<T> FetchAsync<T>(string key, Func<Task<T>> make) => make(); public void Fill(Func<int> make) => make(); public bool Any(Func<Order, bool> test) => test(null!); }
        private List<Region>? regions;
        private string Load(int id) => db.Orders.Find(id)!.Note!;
        """;

    [Theory]
    [InlineData("if (!known.TryGetValue(1, out var name)) { name = Load(1); }")]
    [InlineData("if (known.TryGetValue(1, out var name)) { return name; } return Load(1);")]
    [InlineData("if (known.TryGetValue(1, out var name) == false) { return Load(1); }")]
    [InlineData("if (!known.ContainsKey(1)) { known[1] = Load(1); }")]
    [InlineData("if (known.ContainsKey(1)) { Console.WriteLine(); } else { known[1] = Load(1); }")]
    [InlineData("_ = known.GetValueOrDefault(1) ?? Load(1);")]
    [InlineData("var name = known.GetValueOrDefault(1); if (name == null) { name = Load(1); }")]
    [InlineData("var name = known.GetValueOrDefault(1); if (name is null) { name = Load(1); }")]
    [InlineData("var name = known.GetValueOrDefault(1); if (name is not null) { return name; } return Load(1);")]
    [InlineData("regions ??= db.Regions.ToList();")]
    [InlineData("if (regions == null) { regions = db.Regions.ToList(); }")]
    [InlineData("if (regions is null) { regions = await db.Regions.ToListAsync(); }")]
    [InlineData("if (regions != null) { return regions; } return regions = db.Regions.ToList();")]
    [InlineData("if (regions is { } filled) { return filled; } return db.Regions.ToList();")]
    [InlineData("_ = regions ?? db.Regions.ToList();")]
    [InlineData("var row = rows.FirstOrDefault(r => r.Id == 1); if (row == null) { row = db.Orders.Find(1); }")]
    [InlineData("var row = rows.Find(r => r.Id == 1) ?? db.Orders.Find(1);")]
    [InlineData("var row = rows.SingleOrDefault(r => r.Id == 1) ?? db.Orders.Find(1);")]
    [InlineData("_ = await Microsoft.Extensions.Caching.Memory.CacheExtensions.GetOrCreateAsync(cache, 1, _ => db.Orders.CountAsync());")]
    [InlineData("if (!Microsoft.Extensions.Caching.Memory.CacheExtensions.TryGetValue(cache, 1, out int n)) { n = db.Orders.Count(); }")]
    [InlineData("_ = new System.Collections.Concurrent.ConcurrentDictionary<int, string>().GetOrAdd(1, Load);")]
    [InlineData("_ = new System.Collections.Concurrent.ConcurrentDictionary<int, int>().GetOrAdd(1, _ => db.Orders.Count());")]
    [InlineData("_ = own.Fetch(\"1\", _ => db.Orders.Count());")]
    [InlineData("_ = await own.FetchAsync(\"1\", async () => await db.Orders.CountAsync());")]
    public void Quiet(string statements) => Assert.Equal("none", EffectsOf.Statements(statements, Members));

    [Theory]
    [InlineData("if (known.Count > 1) { _ = Load(1); }")]
    [InlineData("if (known.TryGetValue(1, out var name)) { name = Load(1); }")]
    [InlineData("if (known.ContainsKey(1)) { known[1] = Load(1); }")]
    [InlineData("var name = ids.Count > 1 ? \"\" : null; if (name == null) { name = Load(1); }")]
    [InlineData("_ = (ids.Count > 1 ? \"\" : null) ?? Load(1);")]
    [InlineData("var row = db.Orders.FirstOrDefault(); if (row == null) { row = db.Orders.First(); }")]
    [InlineData("known[1] = Load(1);")]
    [InlineData("if (new HashSet<int>().Add(1)) { _ = Load(1); }")]
    [InlineData("own.Fill(() => db.Orders.Count());")] // hands nothing back: what it makes is new each time
    [InlineData("_ = own.Any(_ => db.Orders.Any());")] // a test, not what is kept
    public void Not_quiet(string statements) => Assert.StartsWith("queries ", EffectsOf.Statements(statements, Members), StringComparison.Ordinal);

    private const string Each = """
        public class Work(Shop db)
        {
            private Region Add(Region region) { db.Add(region); db.SaveChanges(); return region; }
            private void Change(Region region) { db.Update(region); db.SaveChanges(); }

            public async Task Run(List<Region> wanted, List<Region> existing, Dictionary<int, Region> known, bool always)
            {
                foreach (var one in wanted)
                {
                    await Task.Yield();
                    CODE
                }
            }
        }
        """;

    [Theory]
    [InlineData("var found = existing.FirstOrDefault(r => r.Id == one.Id); if (found == null) { db.Add(one); await db.[|SaveChangesAsync|](); }")]
    [InlineData("var found = existing.FirstOrDefault(r => r.Id == one.Id); if (found == null) { found = [|Add|](new Region { Name = \"\" }); }")]
    [InlineData("if (known.TryGetValue(one.Id, out _)) { continue; } [|Add|](one);")]
    [InlineData("var found = existing.FirstOrDefault(r => r.Id == one.Id); if (found == null || always) { [|Change|](found ?? one); }")]
    public Task What_is_new_is_saved_each_time(string code) => Verify.Reports<SaveChangesPerElement>(Each.Replace("CODE", code), level: Microsoft.CodeAnalysis.DiagnosticSeverity.Info);

    [Theory]
    [InlineData("var found = existing.FirstOrDefault(r => r.Id == one.Id); if (found == null || always) { _ = db.Regions.[|First|](r => r.Id == one.Id); }")] // whatever was found
    public Task What_more_than_a_miss_leads_to(string code) => Verify.Reports<QueryPerElement>(Each.Replace("CODE", code));

    [Theory]
    [InlineData("var found = existing.FirstOrDefault(r => r.Id == one.Id); if (found == null || found.Id < 1) { found = db.Regions.First(r => r.Id == one.Id); }")] // what is kept is old
    [InlineData("var found = existing.FirstOrDefault(r => r.Id == one.Id); if (found == null && always) { found = db.Regions.First(r => r.Id == one.Id); }")]
    [InlineData("known.TryGetValue(one.Id, out var a); if (!known.ContainsKey(one.Id) || !known.ContainsKey(-one.Id)) { known[one.Id] = db.Regions.First(r => r.Id == one.Id); }")]
    public Task A_miss_all_the_same(string code) => Verify.Silent<QueryPerElement>(Each.Replace("CODE", code));

    [Fact]
    public Task What_fills_a_cache_further_away_is_saved_once() => Verify.Silent<SaveChangesPerElement>("""
        public class Regions(Shop db)
        {
            private readonly Dictionary<int, Region> known = new();

            public Region Get(int id)
            {
                if (!known.TryGetValue(id, out var region)) { region = new Region { Name = "" }; db.Add(region); db.SaveChanges(); known[id] = region; }
                return region;
            }

            public void Run(List<int> ids) { foreach (var id in ids) { _ = Get(id); } }
        }
        """);
}
