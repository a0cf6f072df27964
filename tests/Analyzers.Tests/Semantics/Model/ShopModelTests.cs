using PerfAnalyzers.Semantics;
using PerfAnalyzers.Semantics.Model;

namespace PerfAnalyzers.Tests.Semantics.Model;

/// <summary>The whole Shop of the harness, as the model sees it.</summary>
public sealed class ShopModelTests
{
    [Theory]
    [InlineData("Order", """
        Order closed
        key(Id) convention
        index(PlacedAt) fluent
        index(CustomerId) convention
        index(CouponId) convention
        Customer -> Customer inverse(Orders) fk(CustomerId) convention
        Coupon -> Coupon fk(CouponId) convention
        Lines -> OrderLine* inverse(Order) their fk(OrderId) convention
        Payments -> Payment* inverse(Order) their fk(OrderId) convention
        Id:OnAdd, PlacedAt, ShippedAt?, Status, Total, Discount?, Note?, CustomerId, CouponId?
        """)]
    [InlineData("Customer", """
        Customer closed
        key(Id) convention
        unique index(Email) fluent
        index(RegionId) convention
        Region -> Region inverse(Customers) fk(RegionId) convention
        Address -> Address owned fluent
        Orders -> Order* inverse(Customer) their fk(CustomerId) convention
        Reviews -> Review* inverse(Customer) their fk(CustomerId) convention
        Id:OnAdd, Name, Email, Phone?, IsActive, CreatedAt, RegionId?
        """)]
    [InlineData("Address", """
        Address owned closed
        Street, City, Zip?
        """)]
    [InlineData("OrderLine", """
        OrderLine closed
        key(OrderId, Number) fluent
        index(ProductId) convention
        Order -> Order inverse(Lines) fk(OrderId) convention
        Product -> Product fk(ProductId) convention
        OrderId, Number, ProductId, Quantity, Price
        """)]
    [InlineData("Product", """
        Product closed
        key(Id) convention
        unique index(Sku) fluent
        index(CategoryId) convention
        Category -> Category inverse(Products) fk(CategoryId) convention
        Reviews -> Review* inverse(Product) their fk(ProductId) convention
        Tags -> Tag* inverse(Products) convention
        Id:OnAdd, Sku, Name, Description?, Price, Stock, Views, Weight?, Discontinued, CategoryId
        """)]
    [InlineData("Category", """
        Category closed
        key(Id) convention
        index(ParentId) convention
        Parent -> Category inverse(Children) fk(ParentId) convention
        Children -> Category* inverse(Parent) their fk(ParentId) convention
        Products -> Product* inverse(Category) their fk(CategoryId) convention
        Id:OnAdd, Name, ParentId?
        """)]
    [InlineData("Coupon", """
        Coupon closed
        key(Id) convention
        Id:OnAdd, Code:20, Percent
        """)]
    [InlineData("Payment", """
        Payment closed
        key(Id) convention
        index(OrderId) convention
        Order -> Order inverse(Payments) fk(OrderId) convention
        Id:OnAdd, OrderId, Amount, Fee?
        """)]
    public void An_entity_of_the_shop(string type, string expected)
    {
        var compilation = Snippet.Compile("_ = db.Orders;").Compilation;
        ModelOf.Is(expected, Knowledge.Of(compilation).Model.Text(compilation, type));
    }

    [Theory]
    [InlineData(Ef.V8)]
    [InlineData(Ef.V9)]
    [InlineData(Ef.V10)]
    public void The_options_of_the_shop(Ef ef)
    {
        var model = Knowledge.Of(Snippet.Compile("_ = db.Orders;", new Setup { Ef = ef }).Compilation).Model;
        Assert.Equal(Fact.No, model.LazyLoading);
        Assert.Equal(Fact.No, model.SplitsQueriesByDefault);
        Assert.Equal(Fact.No, model.NoTrackingByDefault);
        Assert.Equal(Fact.No, model.SavesHaveSideEffects);
        Assert.Equal(Provider.Sqlite, model.Provider);
        Assert.Equal("Shop", Assert.Single(model.Contexts).Name);
    }

    [Fact]
    public void A_lazy_shop()
    {
        var compilation = Snippet.Compile("_ = db.Orders;", new Setup { Lazy = true }).Compilation;
        var order = Knowledge.Of(compilation).Model.Entity(ModelOf.Type(compilation, "Order"))!;
        Assert.All(order.Navigations, static n => Assert.Equal(Fact.Yes, n.Lazy));
    }

    [Fact]
    public void Without_EF_Core_there_is_no_model()
    {
        var compilation = Snippet.Compile("public class Order { public int Id { get; set; } }", new Setup { HasEf = false }).Compilation;
        var model = Knowledge.Of(compilation).Model;
        Assert.Null(model.Entity(ModelOf.Type(compilation, "Order")));
        Assert.Empty(model.Contexts);
        Assert.Equal(Fact.Unknown, model.LazyLoading);
    }
}
