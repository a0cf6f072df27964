namespace PerfAnalyzers.Execution.Rules.Loading;

/// <summary>More of the model: rows that a filter hides, and others that need one of them or may have one.</summary>
internal static class Shelves
{
    public const string Model = """
        [EntityTypeConfiguration(typeof(ShelfMap))]
        public class Shelf
        {
            public int Id { get; set; }
            public bool IsOpen { get; set; }
        }

        public class ShelfMap : IEntityTypeConfiguration<Shelf>
        {
            public void Configure(Microsoft.EntityFrameworkCore.Metadata.Builders.EntityTypeBuilder<Shelf> shelf) => shelf.HasQueryFilter(s => s.IsOpen);
        }

        public class Book
        {
            public int Id { get; set; }
            public int ShelfId { get; set; }
            public virtual Shelf Shelf { get; set; } = null!;
            public int? SpareId { get; set; }
            public virtual Shelf? Spare { get; set; }
        }

        public partial class Store
        {
            public DbSet<Shelf> Shelves => Set<Shelf>();
            public DbSet<Book> Books => Set<Book>();
        }
        """;
}
