using System.Collections.Immutable;
using CsCheck;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;

namespace PerfAnalyzers.Execution.Harness;

/// <summary>A row of generated data; enums as numbers, so that it fits every load of the program.</summary>
internal sealed record Row(string Entity, ImmutableDictionary<string, object?> Values)
{
    public override string ToString() => $"{Entity}({string.Join(", ", Values.OrderBy(v => v.Key, StringComparer.Ordinal).Select(v => $"{v.Key}: {Written.Of(v.Value)}"))})";
}

/// <summary>Data for a model: the same seed gives the same rows. Keys of others are hit and missed, values repeat, tie, are null, negative and extreme.</summary>
internal sealed class Rows
{
    /// <summary>The first sets are the special ones: no row at all, then one of each.</summary>
    public const int Sets = 14;

    private static readonly Gen<int> Ints = Gen.Frequency((8, Gen.Int[-2, 8]), (1, Gen.OneOf(int.MaxValue / 64, int.MinValue / 64, 1_000_003)));
    private static readonly Gen<long> Longs = Gen.Frequency((8, Gen.Long[-2, 8]), (1, Gen.OneOf(long.MaxValue / 64, long.MinValue / 64, 3_000_000_000)));
    private static readonly Gen<decimal> Decimals = Gen.Frequency((8, Gen.Int[-4, 12].Select(static i => i / 4m)), (1, Gen.OneOf(99_999_999.25m, -99_999_999.25m, 0.01m)));
    private static readonly Gen<double> Doubles = Gen.Frequency((8, Gen.Int[-4, 12].Select(static i => i / 4.0)), (1, Gen.OneOf(1e12, -1e12, 0.125)));
    private static readonly Gen<string> Strings = Gen.OneOf("", "a", "A", "b", "B", "ab", "a ", "é", "z", "10", "9", "it's", "%");
    private static readonly Gen<DateTime> Times = Gen.Int[0, 9].Select(static i => new DateTime(2024, 12, 30, 0, 0, 0, DateTimeKind.Utc).AddHours(i * 9));
    private static readonly Gen<bool> Sometimes = Gen.Int[0, 3].Select(static i => i == 0);

    private readonly PCG random;
    private readonly int most;
    private readonly int owners;
    private readonly int set;
    private readonly Dictionary<string, List<ImmutableDictionary<string, object?>>> made = new(StringComparer.Ordinal);

    private Rows(int set, int most, int owners) => (random, this.set, this.most, this.owners) = (new PCG((uint)set + 1, 20_240_229UL), set, most, Math.Min(owners, most));

    public static ImmutableArray<Row> Of(IModel model, int set, int most, int owners) => set == 0 ? [] : new Rows(set, most, owners).Fill(model);

    /// <summary>Rows as entities of the program.</summary>
    public static void Insert(DbContext context, ImmutableArray<Row> rows)
    {
        foreach (var row in rows)
        {
            var type = context.Model.FindEntityType(row.Entity)!;
            var entity = Activator.CreateInstance(type.ClrType)!;
            var entry = context.Entry(entity);
            foreach (var (name, value) in row.Values)
            {
                var property = type.FindProperty(name)!;
                var kind = Nullable.GetUnderlyingType(property.ClrType) ?? property.ClrType;
                entry.Property(name).CurrentValue = value is not null && kind.IsEnum ? Enum.ToObject(kind, value) : value;
            }

            entry.State = EntityState.Added;
        }

        context.SaveChanges();
    }

    private static IEnumerable<IEntityType> InOrder(IModel model)
    {
        var (done, left) = (new HashSet<IEntityType>(), model.GetEntityTypes().Where(e => !e.IsOwned() && !e.ClrType.IsAbstract && !e.HasSharedClrType).OrderBy(e => e.Name, StringComparer.Ordinal).ToList());
        while (left.Count > 0)
        {
            var next = left.FirstOrDefault(e => e.GetForeignKeys().All(f => f.PrincipalEntityType == e || !f.IsRequired && f.PrincipalEntityType != e && !left.Contains(f.PrincipalEntityType) || done.Contains(f.PrincipalEntityType))) ?? left[0];
            done.Add(next);
            left.Remove(next);
            yield return next;
        }
    }

    private T Draw<T>(Gen<T> gen) => gen.Generate(random, null, out _);

    private ImmutableArray<Row> Fill(IModel model)
    {
        var rows = ImmutableArray.CreateBuilder<Row>();
        foreach (var entity in InOrder(model))
        {
            var own = made[entity.GetRootType().Name] = made.GetValueOrDefault(entity.GetRootType().Name) ?? [];
            var count = set == 1 ? 1 : Draw(Gen.Int[0, entity.GetForeignKeys().Any(static k => k.IsRequired) ? most : owners]);
            for (var i = 0; i < count; i++)
            {
                if (Values(entity) is { } values && !Collides(entity, own, values))
                {
                    own.Add(values);
                    rows.Add(new Row(entity.Name, values));
                }
            }
        }

        return rows.ToImmutable();
    }

    private ImmutableDictionary<string, object?>? Values(IEntityType entity)
    {
        var values = ImmutableDictionary.CreateBuilder<string, object?>();
        foreach (var key in entity.GetForeignKeys())
        {
            var principals = made.GetValueOrDefault(key.PrincipalEntityType.GetRootType().Name) ?? [];
            if (principals.Count == 0 || (!key.IsRequired && Draw(Sometimes)))
            {
                if (key.IsRequired)
                {
                    return null;
                }

                key.Properties.ToList().ForEach(p => values[p.Name] = null);
                continue;
            }

            var principal = principals[Draw(Gen.Int[0, principals.Count - 1])];
            for (var i = 0; i < key.Properties.Count; i++)
            {
                values[key.Properties[i].Name] = principal[key.PrincipalKey.Properties[i].Name];
            }
        }

        foreach (var property in entity.GetProperties())
        {
            if (!values.ContainsKey(property.Name) && property.GetBeforeSaveBehavior() == PropertySaveBehavior.Save && property.Name != "Discriminator")
            {
                values[property.Name] = property.IsNullable && Draw(Sometimes) ? null : Value(property);
            }
        }

        return values.ToImmutable();
    }

    private object Value(IProperty property)
    {
        var type = Nullable.GetUnderlyingType(property.ClrType) ?? property.ClrType;
        if (property.IsPrimaryKey() && (type == typeof(int) || type == typeof(long)))
        {
            // Zero means "generate one" to EF Core.
            var key = Draw(Gen.Int[1, 12]);
            return type == typeof(int) ? key : (object)(long)key;
        }

        return type switch
        {
            { IsEnum: true } => Draw(Gen.Int[0, Enum.GetValues(type).Length - 1]),
            _ when type == typeof(int) => Draw(Ints),
            _ when type == typeof(long) => Draw(Longs),
            _ when type == typeof(short) => (short)Draw(Gen.Int[-2, 8]),
            _ when type == typeof(decimal) => Draw(Decimals),
            _ when type == typeof(double) => Draw(Doubles),
            _ when type == typeof(bool) => Draw(Gen.Bool),
            _ when type == typeof(string) => Draw(Strings),
            _ when type == typeof(DateTime) => Draw(Times),
            _ when type == typeof(DateOnly) => DateOnly.FromDateTime(Draw(Times)),
            _ when type == typeof(Guid) => new Guid(Draw(Gen.Int[1, 12]), 0, 0, new byte[8]),
            _ => throw new NotSupportedException($"No values are generated for {property.DeclaringType.DisplayName()}.{property.Name}"),
        };
    }

    private static bool Collides(IEntityType entity, List<ImmutableDictionary<string, object?>> own, ImmutableDictionary<string, object?> values) =>
        entity.GetKeys().Select(k => k.Properties).Concat(entity.GetIndexes().Where(i => i.IsUnique).Select(i => i.Properties)).Any(unique =>
            own.Any(other => unique.All(p => values.GetValueOrDefault(p.Name) is { } value && value.Equals(other.GetValueOrDefault(p.Name)))));
}
