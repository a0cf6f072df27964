using System.Globalization;
using System.Runtime.CompilerServices;

namespace Shopping.Catalogue;

public sealed record Row(string Sku, string Name, decimal Price, string Category);

/// <summary>Reads a file, looks up in blocks, saves in blocks.</summary>
public sealed class CatalogueImport
{
    private const int BlockSize = 1000;
    private readonly Func<Shop> contexts;

    public CatalogueImport(Func<Shop> contexts) => this.contexts = contexts;

    public event EventHandler<int>? Progress;

    public async Task<int> Run(TextReader reader, CancellationToken ct)
    {
        var count = 0;
        var block = new List<Row>(BlockSize);
        await foreach (var row in Rows(reader, ct))
        {
            block.Add(row);
            if (block.Count == BlockSize)
            {
                count += await Save(block, ct);
                block.Clear();
                Progress?.Invoke(this, count);
            }
        }

        return block.Count == 0 ? count : count + await Save(block, ct);
    }

    private static async IAsyncEnumerable<Row> Rows(TextReader reader, [EnumeratorCancellation] CancellationToken ct)
    {
        while (await reader.ReadLineAsync(ct) is { } line)
        {
            if (line.Split(';') is [var sku, var name, var price, var category, ..])
            {
                yield return new Row(sku.Trim(), name.Trim(), decimal.Parse(price, CultureInfo.InvariantCulture), category.Trim());
            }
        }
    }

    private async Task<int> Save(IReadOnlyCollection<Row> block, CancellationToken ct)
    {
        await using var db = contexts();
        var names = block.Select(r => r.Category).Distinct().ToList();
        var categories = await db.Categories.Where(c => names.Contains(c.Name)).ToDictionaryAsync(c => c.Name, ct);
        foreach (var name in names.Where(n => !categories.ContainsKey(n)))
        {
            categories[name] = new Category { Name = name };
            db.Categories.Add(categories[name]);
        }

        var skus = block.Select(r => r.Sku).ToList();
        var known = await db.Products.Where(p => skus.Contains(p.Sku)).ToDictionaryAsync(p => p.Sku, ct);
        foreach (var row in block)
        {
            if (known.TryGetValue(row.Sku, out var product))
            {
                (product.Name, product.Price, product.Category) = (row.Name, row.Price, categories[row.Category]);
            }
            else
            {
                db.Products.Add(new Product { Sku = row.Sku, Name = row.Name, Price = row.Price, Category = categories[row.Category] });
            }
        }

        return await db.SaveChangesAsync(ct);
    }
}
