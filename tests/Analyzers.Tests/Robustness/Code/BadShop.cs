namespace Shopping.Bad;

/// <summary>Everything that the rules are about, in the shapes that applications have.</summary>
public class BadShop(Shop db, IShopLog log)
{
    public IQueryable<Order> Open => db.Orders.Where(o => o.Status == OrderStatus.New);

    public async Task<List<string>> Names(IEnumerable<int> ids, CancellationToken ct)
    {
        var names = new List<string>();
        foreach (var id in ids)
        {
            var customer = await db.Customers.FirstOrDefaultAsync(c => c.Id == id, ct);
            if (customer is null)
            {
                continue;
            }

            names.Add(customer.Name);
            customer.IsActive = true;
            await db.SaveChangesAsync(ct);
        }

        return names;
    }

    public async Task Pages(int size)
    {
        for (var page = 0; ; page++)
        {
            var orders = await Open.Skip(page * size).Take(size).ToListAsync();
            if (orders.Count == 0)
            {
                break;
            }

            foreach (var order in orders)
            {
                await db.Entry(order).Collection(o => o.Lines).LoadAsync();
                order.Total = order.Lines.Sum(l => l.Price);
            }
        }
    }

    public int Count() => db.Orders.ToList().Count(o => o.Lines.Any());

    public decimal Sum()
    {
        var orders = db.Orders.Include(o => o.Lines).Include(o => o.Payments).ToList();
        decimal sum = 0;
        orders.ForEach(o => sum += o.Customer.Orders.Count);
        return sum + orders.Where(o => o.Discount != null).Select(o => Price(o)).Sum();
    }

    public async Task<int[]> All(List<Customer> customers) =>
        await Task.WhenAll(customers.Select(async c => await db.Orders.CountAsync(o => o.CustomerId == c.Id)));

    public void Remove(string sku)
    {
        var products = db.Products.Where(p => p.Sku == sku).ToList();
        db.Products.RemoveRange(products);
        db.SaveChanges();
        while (db.Reviews.Any(r => r.Product.Sku == sku))
        {
            db.Reviews.Remove(db.Reviews.First(r => r.Product.Sku == sku));
            db.SaveChanges();
        }
    }

    private decimal Price(Order order)
    {
        log.Write($"{order.Id}: {db.OrderLines.Where(l => l.OrderId == order.Id).AsEnumerable().OrderBy(l => l.Number).Last().Price}");
        return db.OrderLines.Where(l => l.OrderId == order.Id).Sum(l => l.Price);
    }
}

public interface IShopLog
{
    void Write(string text);
}
