using System.Collections.Immutable;
using System.Globalization;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;
using PerfAnalyzers.Semantics.Flow;
using PerfAnalyzers.Semantics.Symbols;

namespace PerfAnalyzers.Semantics.Pages;

/// <summary>A method with a page parameter beside which an overload can stand that gets the last key in its place.</summary>
/// <param name="Keyset">The columns of the key.</param>
/// <param name="Source">The expression whose rows the condition on the key filters.</param>
/// <param name="Skipped">What the overload does without.</param>
internal sealed record KeysetOverload(Keyset Keyset, IOperation Source, SkippedRows Skipped)
{
    public const string Columns = "keyset", Added = "added", Dropped = "dropped";

    public ImmutableDictionary<string, string?> Facts => ImmutableDictionary<string, string?>.Empty
        .Add(Columns, Keyset.ToString())
        .Add(Added, Keyset.Added.ToString(CultureInfo.InvariantCulture))
        .Add(Dropped, Skipped.Parameters.Length.ToString(CultureInfo.InvariantCulture));

    /// <summary>The source, the last step of the order, the parameters, the statements.</summary>
    public IEnumerable<Location> Places =>
        [Source.Syntax.GetLocation(), Keyset.Order.Syntax.GetLocation(), .. Skipped.Parameters.Select(static p => p.DeclaringSyntaxReferences[0].GetSyntax().GetLocation()), .. Skipped.Statements.Select(static s => s.GetLocation())];
}

/// <summary>Decides whether a method can have an overload that continues behind the last key.</summary>
internal sealed class KeysetOverloads(BclSymbols bcl, KeysetReader keysets)
{
    public KeysetOverload? Read(Page page)
    {
        if (page is not { Cut: IInvocationOperation { Syntax: InvocationExpressionSyntax } skip, Offset: { } offset, Distance: Distance.Asked }
            || skip.SemanticModel?.GetEnclosingSymbol(skip.Syntax.SpanStart) is not IMethodSymbol method || !method.IsCalledByHand() || !RunsOnce(skip)
            || SkippedRows.Of(offset, bcl) is not { Parameters.IsEmpty: false } skipped || skipped.Parameters.Any(static p => p is not { Type.SpecialType: SpecialType.System_Int32, RefKind: RefKind.None })
            || keysets.Read(page) is not { } keyset || keyset.SourceIn(page, bcl) is not { } source || IsThere(method, skipped) || !Shows(method.ReturnType, keyset))
        {
            return null;
        }

        return new KeysetOverload(keyset, source, skipped);
    }

    /// <summary>Whether the query is composed where its statement begins, whatever the statement does then.</summary>
    private static bool RunsOnce(IInvocationOperation skip)
    {
        for (SyntaxNode? child = skip.Syntax, parent = child.Parent; parent is not null; (child, parent) = (parent, parent.Parent))
        {
            switch (parent)
            {
                case AnonymousFunctionExpressionSyntax or LocalFunctionStatementSyntax or ConditionalExpressionSyntax or ConditionalAccessExpressionSyntax or SwitchExpressionSyntax:
                    return false;
                case BinaryExpressionSyntax { RawKind: (int)SyntaxKind.LogicalAndExpression or (int)SyntaxKind.LogicalOrExpression or (int)SyntaxKind.CoalesceExpression } choice when choice.Right == child:
                    return false;
                case ArrowExpressionClauseSyntax arrow:
                    return arrow.Parent is MethodDeclarationSyntax;
                case LocalDeclarationStatementSyntax or ExpressionStatementSyntax or ReturnStatementSyntax:
                    return parent.Parent is BlockSyntax;
                case CommonForEachStatementSyntax loop:
                    return loop.Expression == child && loop.Parent is BlockSyntax;
                case StatementSyntax:
                    return false;
            }
        }

        return false;
    }

    /// <summary>Whether the type has the overload already: what stands in the place of the page can be null.</summary>
    private static bool IsThere(IMethodSymbol method, SkippedRows skipped)
    {
        var at = skipped.Parameters[0].Ordinal;
        var kept = method.Parameters.Where(p => p.Ordinal == at || !skipped.Parameters.Contains(p, SymbolEqualityComparer.Default)).ToList();
        return method.ContainingType.GetMembers(method.Name).OfType<IMethodSymbol>().Any(other => other.Parameters.Length == kept.Count
            && other.Parameters.All(p => SymbolEqualityComparer.Default.Equals(p.Type, kept[p.Ordinal].Type)
                || p.Ordinal == at && (p.Type.IsReferenceType || p.Type.IsNullableValue()))
            && !SymbolEqualityComparer.Default.Equals(other, method));
    }

    /// <summary>Whether who calls the method gets to see the key of the last row.</summary>
    private bool Shows(ITypeSymbol returned, Keyset keyset)
    {
        var (pending, seen) = (new Queue<(ITypeSymbol Type, int Depth)>([(returned, 0)]), new HashSet<ITypeSymbol>(SymbolEqualityComparer.Default));
        while (pending.Count > 0 && seen.Count < 60)
        {
            var (type, depth) = pending.Dequeue();
            type = bcl.ElementOf(type) ?? bcl.Awaited(type) ?? type;
            if (!seen.Add(type) || type.ContainingNamespace.IsOfSystem() && type is not INamedTypeSymbol { TypeArguments.Length: > 0 })
            {
                continue;
            }

            if (keyset.Columns.All(c => SymbolEqualityComparer.Default.Equals(MemberOf(type, c.Member)?.Type, keyset.Row.Property(c.Member)!.Type)))
            {
                return true;
            }

            var parts = (type as INamedTypeSymbol)?.TypeArguments.AsEnumerable() ?? [];
            foreach (var part in depth < 3 ? parts.Concat(type.GetMembers().OfType<IPropertySymbol>().Select(static p => p.Type)) : [])
            {
                pending.Enqueue((part, depth + 1));
            }
        }

        return false;
    }

    private static IPropertySymbol? MemberOf(ITypeSymbol type, string name)
    {
        for (var current = type; current is not null; current = current.BaseType)
        {
            if (current.GetMembers(name).OfType<IPropertySymbol>().FirstOrDefault(static p => p.DeclaredAccessibility == Accessibility.Public) is { } found)
            {
                return found;
            }
        }

        return null;
    }
}
