using PerfAnalyzers.Rules.Loading;
using PerfAnalyzers.Rules.Writing;

namespace PerfAnalyzers.Tests.Semantics.Effects;

/// <summary>Calls that a library hands on to a class of the application, found by the type of what it gets.</summary>
public sealed class HandlersTests
{
    private static readonly Setup AspNetCore = new() { Also = [Library.AspNetCore] };

    private static readonly Setup Mediator = new()
    {
        Projects =
        [
            new("MediatR", """
                namespace MediatR;

                public interface IRequest<out TResponse>;
                public interface INotification;
                public interface ISender { Task<TResponse> Send<TResponse>(IRequest<TResponse> request, CancellationToken cancellationToken = default); }
                public interface IPublisher { Task Publish<TNotification>(TNotification notification, CancellationToken cancellationToken = default) where TNotification : INotification; }
                public interface IMediator : ISender, IPublisher;
                public interface IRequestHandler<in TRequest, TResponse> where TRequest : IRequest<TResponse> { Task<TResponse> Handle(TRequest request, CancellationToken cancellationToken); }
                public interface INotificationHandler<in TNotification> where TNotification : INotification { Task Handle(TNotification notification, CancellationToken cancellationToken); }
                """, AsMetadata: true),
        ],
    };

    private const string Handled = """

        public record GetCustomer(int Id) : IRequest<Customer>;
        public record Now() : IRequest<DateTime>;
        public record Rename(int Id, string Name) : IRequest<bool>;
        public record Renamed(int Id) : INotification;

        public class GetCustomerHandler(Shop db) : IRequestHandler<GetCustomer, Customer>
        {
            public Task<Customer> Handle(GetCustomer request, CancellationToken ct) => db.Customers.FirstAsync(c => c.Id == request.Id, ct);
        }

        public class NowHandler : IRequestHandler<Now, DateTime>
        {
            public Task<DateTime> Handle(Now request, CancellationToken ct) => Task.FromResult(DateTime.UtcNow);
        }

        public class RenameHandler(Shop db) : IRequestHandler<Rename, bool>
        {
            public async Task<bool> Handle(Rename request, CancellationToken ct)
            {
                db.Add(new AuditEntry { Text = request.Name });
                return await db.SaveChangesAsync(ct) > 0;
            }
        }

        public class RenamedHandler(Shop db) : INotificationHandler<Renamed>
        {
            public Task Handle(Renamed notification, CancellationToken ct)
            {
                db.Add(new AuditEntry { Text = "renamed" });
                return db.SaveChangesAsync(ct);
            }
        }
        """;

    private static string Loop(string turn) => $$"""
        using MediatR;

        public class Work(IMediator mediator)
        {
            public async Task Run(List<int> ids, CancellationToken ct) { foreach (var id in ids) { {{turn}} } }

            private async Task<string> Name(int id) => (await mediator.Send(new GetCustomer(id))).Name;
        }
        """ + Handled;

    [Theory]
    [InlineData("Console.WriteLine(await mediator.[|Send|](new GetCustomer(id), ct));", "'Send' runs a query for every element of 'ids': Send → FirstAsync")]
    [InlineData("Console.WriteLine(await [|Name|](id));", "'Name' runs a query for every element of 'ids': Name → GetCustomerHandler.Handle → FirstAsync")]
    public Task A_request_runs_its_handler(string turn, string message) => Verify.Reports<QueryPerElement>(Loop(turn), Mediator, message: message);

    [Fact]
    public Task A_command_saves_in_its_handler() => Verify.Reports<SaveChangesPerElement>(Loop("await mediator.[|Send|](new Rename(id, \"x\"), ct);"), Mediator);

    [Theory]
    [InlineData("Console.WriteLine(await mediator.Send(new Now(), ct) + TimeSpan.FromDays(id));")] // its handler stays in memory
    [InlineData("await mediator.Publish(new Renamed(id), ct);")] // an event per element is what events are for
    public async Task What_hands_nothing_to_the_database(string turn)
    {
        await Verify.Silent<QueryPerElement>(Loop(turn), Mediator);
        await Verify.Silent<SaveChangesPerElement>(Loop(turn), Mediator);
    }

    [Theory]
    [InlineData("(await authorization.[|AuthorizeAsync|](user, order, new MayEdit())).Succeeded", true)]
    [InlineData("(await authorization.AuthorizeAsync(user, customers[order.CustomerId], new MayEdit())).Succeeded", false)] // another resource, which nobody handles
    [InlineData("(await authorization.AuthorizeAsync(user, order, new MayRead())).Succeeded", false)] // its handler stays in memory
    [InlineData("(await authorization.AuthorizeAsync(user, order, \"policy\")).Succeeded", false)] // requirements that nobody sees
    public Task Authorization_runs_the_handlers_of_the_requirement(string condition, bool isReported)
    {
        var code = $$"""
            using System.Security.Claims;
            using Microsoft.AspNetCore.Authorization;

            public class MayEdit : IAuthorizationRequirement;
            public class MayRead : IAuthorizationRequirement;

            public class EditHandler(Shop db) : AuthorizationHandler<MayEdit, Order>
            {
                protected override async Task HandleRequirementAsync(AuthorizationHandlerContext context, MayEdit requirement, Order order)
                {
                    if (await db.Customers.AnyAsync(c => c.Id == order.CustomerId)) { context.Succeed(requirement); }
                }
            }

            public class ReadHandler : AuthorizationHandler<MayRead>
            {
                protected override Task HandleRequirementAsync(AuthorizationHandlerContext context, MayRead requirement)
                {
                    context.Succeed(requirement);
                    return Task.CompletedTask;
                }
            }

            public class Work(IAuthorizationService authorization, ClaimsPrincipal user)
            {
                public async Task Run(List<Order> orders, Dictionary<int, Customer> customers)
                {
                    foreach (var order in orders) { if ({{condition}}) { Console.WriteLine(order.Id); } }
                }
            }
            """;
        return isReported ? Verify.Reports<QueryPerElement>(code, AspNetCore) : Verify.Silent<QueryPerElement>(code, AspNetCore);
    }
}
