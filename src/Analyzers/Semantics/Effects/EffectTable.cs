using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using PerfAnalyzers.Semantics.Names;
using PerfAnalyzers.Semantics.Symbols;

namespace PerfAnalyzers.Semantics.Effects;

/// <summary>What methods of libraries do: data, one line per type, extended by PerfAnalyzers.Effects.txt.</summary>
internal sealed class EffectTable
{
    /// <summary>Effect, type, methods; a star at the end of a name stands for any rest.</summary>
    private const string Libraries = """
        query System.Data.Common.DbCommand ExecuteReader* ExecuteScalar* ExecuteNonQuery*
        query System.Data.IDbCommand ExecuteReader* ExecuteScalar* ExecuteNonQuery*
        query Dapper.SqlMapper Query* ExecuteScalar* ExecuteReader* Execute ExecuteAsync
        query Dapper.Contrib.Extensions.SqlMapperExtensions Get* Insert* Update* Delete*
        query Microsoft.EntityFrameworkCore.RelationalDatabaseFacadeExtensions ExecuteSql*
        query Microsoft.EntityFrameworkCore.ChangeTracking.NavigationEntry Load*
        query Microsoft.EntityFrameworkCore.ChangeTracking.EntityEntry Reload* GetDatabaseValues*
        save Microsoft.EntityFrameworkCore.DbContext SaveChanges*
        query Microsoft.AspNetCore.Identity.UserManager`1 Find* GetRolesAsync GetClaimsAsync GetLoginsAsync GetUserAsync GetUsersInRoleAsync GetUsersForClaimAsync IsInRoleAsync GetAuthenticationTokenAsync CountRecoveryCodesAsync
        save Microsoft.AspNetCore.Identity.UserManager`1 CreateAsync UpdateAsync DeleteAsync AddToRole* RemoveFromRole* AddClaim* RemoveClaim* ReplaceClaimAsync AddLoginAsync RemoveLoginAsync AddPasswordAsync RemovePasswordAsync ChangePasswordAsync ResetPasswordAsync SetEmailAsync SetUserNameAsync SetPhoneNumberAsync SetLockout* AccessFailedAsync ResetAccessFailedCountAsync SetTwoFactorEnabledAsync SetAuthenticationTokenAsync RemoveAuthenticationTokenAsync UpdateSecurityStampAsync
        query Microsoft.AspNetCore.Identity.RoleManager`1 Find* RoleExistsAsync GetClaimsAsync
        save Microsoft.AspNetCore.Identity.RoleManager`1 CreateAsync UpdateAsync DeleteAsync AddClaimAsync RemoveClaimAsync SetRoleNameAsync
        query Microsoft.AspNetCore.Identity.IUserStore`1 Find*
        query OpenIddict.Abstractions.IOpenIddictApplicationManager Find* Get* CountAsync
        save OpenIddict.Abstractions.IOpenIddictApplicationManager CreateAsync UpdateAsync DeleteAsync
        query OpenIddict.Abstractions.IOpenIddictAuthorizationManager Find* CountAsync
        save OpenIddict.Abstractions.IOpenIddictAuthorizationManager CreateAsync UpdateAsync DeleteAsync TryRevokeAsync
        query OpenIddict.Abstractions.IOpenIddictTokenManager Find* CountAsync
        save OpenIddict.Abstractions.IOpenIddictTokenManager CreateAsync UpdateAsync DeleteAsync TryRevokeAsync
        query OpenIddict.Abstractions.IOpenIddictScopeManager Find* CountAsync
        network System.Net.Http.HttpClient Send* GetAsync GetStringAsync GetStreamAsync GetByteArrayAsync PostAsync PutAsync PatchAsync DeleteAsync
        network System.Net.Http.HttpMessageInvoker Send*
        network System.Net.Http.Json.HttpClientJsonExtensions GetFromJson* PostAsJson* PutAsJson* PatchAsJson* DeleteFromJson*
        network System.Net.Mail.SmtpClient Send*
        network MailKit.Net.Smtp.SmtpClient Send* ConnectAsync
        network MailKit.IMailTransport Send*
        network Flurl.Http.GeneratedExtensions Get* Post* Put* Patch* Delete* Send*
        file System.Diagnostics.Process Start WaitForExit*
        file System.IO.File Delete Move Copy WriteAll* Create
        file System.IO.Directory Delete Move CreateDirectory
        file System.IO.Abstractions.IFile Delete Move Copy WriteAll* Create
        file System.IO.Abstractions.IDirectory Delete Move CreateDirectory
        file System.IO.Abstractions.IFileSystemInfo Delete
        file System.IO.Abstractions.IFileInfo Delete MoveTo CopyTo
        file System.IO.FileSystemInfo Delete
        file System.IO.FileInfo Delete MoveTo CopyTo
        network MassTransit.IPublishEndpoint Publish*
        network MassTransit.ISendEndpoint Send*
        network RabbitMQ.Client.IChannel BasicPublish*
        network Azure.Messaging.ServiceBus.ServiceBusSender Send*
        network Azure.Storage.Blobs.BlobClient Delete* Upload* Download*
        network Azure.Storage.Blobs.BlobContainerClient Delete* Upload*
        network Azure.Storage.Queues.QueueClient Send* Delete*
        network Amazon.S3.IAmazonS3 Put* Delete* Get* Copy*
        network Confluent.Kafka.IProducer`2 Produce*
        network SendGrid.ISendGridClient Send*
        network System.Net.Dns Get*
        wait System.Threading.Tasks.Task Delay
        wait System.Threading.Thread Sleep
        wait System.Threading.RateLimiting.RateLimiter Acquire*
        """;

    private static readonly ImmutableArray<EffectLine> Known = Libraries.Split('\n').Select(EffectLine.Parse).OfType<EffectLine>().ToImmutableArray();

    /// <summary>Statements that only read; what sends the text of a statement may write as well.</summary>
    private static readonly ImmutableArray<string> Questions = ImmutableArray.Create("Find", "Get", "Count", "IsInRole", "RoleExists", "Load");

    private readonly Dictionary<string, List<Entry>> byType = new(StringComparer.Ordinal);
    private readonly Dictionary<string, List<(Effect Effect, Hint Hint)>> names = new(StringComparer.Ordinal);
    private readonly List<(Effect Effect, string Prefix, Hint Hint)> prefixes = [];

    /// <param name="kinds">The effects that matter.</param>
    /// <param name="added">What the project adds. Nothing is known about how files mention its types: any file may use them.</param>
    public EffectTable(Effect kinds, AddedEffects added)
    {
        foreach (var line in Known.Where(l => (l.Effect & kinds) != 0))
        {
            Add(line, HintOf(line.Type));
        }

        foreach (var line in added.Lines.Where(l => (l.Effect & kinds) != 0))
        {
            Add(line, default);
        }
    }

    /// <summary>Whether a method that sends a statement can but read.</summary>
    public static bool Asks(IMethodSymbol method) => Questions.Any(q => method.Name.StartsWith(q, StringComparison.Ordinal));

    /// <summary>What the table says of methods of that name whose type, by what it is called, the member or its file mentions.</summary>
    public Effect HintFor(string name, MemberNames member)
    {
        var found = Effect.None;
        if (names.TryGetValue(name, out var hints))
        {
            foreach (var (effect, hint) in hints)
            {
                found |= hint.IsIn(member) ? effect : Effect.None;
            }
        }

        foreach (var (effect, prefix, hint) in prefixes)
        {
            if (name.StartsWith(prefix, StringComparison.Ordinal) && hint.IsIn(member))
            {
                found |= effect;
            }
        }

        return found;
    }

    private void Add(EffectLine line, Hint hint)
    {
        var inside = line.Type.LastIndexOf('+');
        var dot = line.Type.LastIndexOf('.', inside < 0 ? line.Type.Length - 1 : inside);
        var (space, name) = (dot < 0 ? "" : line.Type.Substring(0, dot), line.Type.Substring(Math.Max(dot, inside) + 1));
        if (!byType.TryGetValue(name, out var entries))
        {
            byType.Add(name, entries = []);
        }

        foreach (var method in line.Methods)
        {
            var entry = new Entry(line.Effect, space, method.TrimEnd('*'), method.EndsWith("*", StringComparison.Ordinal));
            entries.Add(entry);
            Remember(entry, hint);
        }
    }

    private void Remember(Entry entry, Hint hint)
    {
        if (entry.IsPrefix)
        {
            prefixes.Add((entry.Effect, entry.Name, hint));
        }
        else
        {
            (names.TryGetValue(entry.Name, out var hints) ? hints : names[entry.Name] = []).Add((entry.Effect, hint));
        }
    }

    /// <summary>What code that uses the type mentions: its name, or its namespace for extension methods.</summary>
    private static Hint HintOf(string type) => WordOf(type) is var word && word is "File" or "Directory" or "Dns" or "Task" or "Thread" && !type.EndsWith("Info", StringComparison.Ordinal) ? new(word, InBody: true) : new(word);

    private static string WordOf(string type)
    {
        var name = type.Substring(type.LastIndexOf('.') + 1).Split('`')[0];
        return name switch
        {
            "SqlMapper" or "SqlMapperExtensions" => "Dapper",
            "RelationalDatabaseFacadeExtensions" => "Database",
            "NavigationEntry" or "EntityEntry" => "Entry",
            "DbContext" => "SaveChanges",
            "DbCommand" or "IDbCommand" => "Command",
            "HttpClientJsonExtensions" or "HttpMessageInvoker" => "Http",
            "GeneratedExtensions" => "Flurl",
            "IFileSystemInfo" or "FileSystemInfo" or "IFileInfo" or "FileInfo" => "File",
            _ => name.Length > 2 && name[0] == 'I' && char.IsUpper(name[1]) ? name.Substring(1) : name,
        };
    }

    public Effect Of(IMethodSymbol method)
    {
        for (var current = method.Declared(); current is not null; current = Beneath(current))
        {
            if (current.ContainingType is { } type && byType.TryGetValue(type.MetadataName, out var entries))
            {
                foreach (var entry in entries)
                {
                    if (entry.Matches(current.Name) && type.ContainingNamespace.IsNamed(entry.Namespace))
                    {
                        return entry.Effect;
                    }
                }
            }
        }

        return Effect.None;
    }

    /// <summary>What the method overrides or, in a library, hides: drivers hide the methods of DbCommand to return types of their own.</summary>
    private static IMethodSymbol? Beneath(IMethodSymbol method)
    {
        if (method.OverriddenMethod?.OriginalDefinition is { } overridden)
        {
            return overridden;
        }

        if (method.IsStatic || method.Locations.Any(static l => l.IsInSource))
        {
            return null;
        }

        for (var type = method.ContainingType?.BaseType; type is { SpecialType: SpecialType.None }; type = type.BaseType)
        {
            foreach (var member in type.GetMembers(method.Name))
            {
                if (member is IMethodSymbol { IsStatic: false } hidden && hidden.Parameters.Length == method.Parameters.Length)
                {
                    return hidden.OriginalDefinition;
                }
            }
        }

        return null;
    }

    private readonly record struct Entry(Effect Effect, string Namespace, string Name, bool IsPrefix)
    {
        public bool Matches(string method) => IsPrefix ? method.StartsWith(Name, StringComparison.Ordinal) : method == Name;
    }

    /// <summary>A word that code which uses a type mentions.</summary>
    /// <param name="Word">The word; null when nothing is known.</param>
    /// <param name="InBody">The methods are called on that very name, or on a property that has it: the body says it, and not just the file.</param>
    private readonly record struct Hint(string? Word, bool InBody = false)
    {
        public bool IsIn(MemberNames member) => Word is null || (InBody ? member.Used.Contains(new NameUse(Word, NameUse.Read)) : member.Tree.Mentions(Word));
    }
}
