using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;
using PerfAnalyzers.Semantics.Symbols;

namespace PerfAnalyzers.Semantics.Flow;

internal enum IterationKind { ForEach, For, While, Do, Lambda }

/// <summary>What one turn of an iteration stands for.</summary>
internal enum Repetition
{
    /// <summary>One turn per element of a set that grows with the data.</summary>
    Elements,

    /// <summary>One turn per chunk, page or partition of elements.</summary>
    Batch,

    /// <summary>A handful of turns whatever the data: literals, enum members, options, services.</summary>
    Few,

    /// <summary>One turn at most: an optional value, written as a loop.</summary>
    Once,

    /// <summary>Turns that wait: polling, retrying, consuming messages.</summary>
    Poll,

    /// <summary>A walk whose next turn needs the result of the one before: parents, levels, cursors.</summary>
    Walk,
}

/// <summary>Something that runs more than once: a loop, or a lambda that a method calls per element.</summary>
internal sealed class Iteration(
    IterationKind kind, Repetition repetition, IOperation operation, IOperation body, IOperation? source, ImmutableArray<ISymbol> elements)
{
    public IterationKind Kind => kind;

    public Repetition Repetition => repetition;

    /// <summary>The loop, or the call that takes the lambda.</summary>
    public IOperation Operation => operation;

    /// <summary>What runs each turn: a statement, a lambda or a method group.</summary>
    public IOperation Body => body;

    /// <summary>What is iterated over, when it is one expression.</summary>
    public IOperation? Source => source;

    /// <summary>The variables that stand for the element of the turn.</summary>
    public ImmutableArray<ISymbol> Elements => elements;

    /// <summary>Stands in a catch clause: it runs when something went wrong.</summary>
    public bool IsErrorPath
    {
        get
        {
            for (var parent = operation.Parent; parent is not null; parent = parent.Parent)
            {
                if (parent is ICatchClauseOperation)
                {
                    return true;
                }
            }

            return false;
        }
    }

    /// <summary>What a message calls the iteration: the source as written when it is short, the element otherwise.</summary>
    public string Name
    {
        get
        {
            var syntax = source?.WithoutConversions().Syntax;
            if (syntax is AwaitExpressionSyntax awaited)
            {
                syntax = awaited.Expression;
            }

            return syntax switch
            {
                IdentifierNameSyntax name => name.Identifier.ValueText,
                MemberAccessExpressionSyntax { Expression: IdentifierNameSyntax or ThisExpressionSyntax } access => access.ToString(),
                _ => elements.Length > 0 ? elements[0].Name : "the loop",
            };
        }
    }

    /// <summary>What runs again and again: the body, and for all loops but foreach their condition too.</summary>
    private IOperation Repeated => operation is ILoopOperation and not IForEachLoopOperation ? operation : body;

    /// <summary>Whether anything that the operation reads changes from turn to turn.</summary>
    public bool Varies(IOperation read) => Varies(read, 0);

    private bool Varies(IOperation read, int hops)
    {
        var index = BodyIndex.Of(operation);
        if (!index.IsComplete || hops > 8 || body is IMethodReferenceOperation)
        {
            return true;
        }

        var seen = 0;
        foreach (var part in read.DescendantsAndSelf())
        {
            if (++seen > 2_000)
            {
                return true;
            }

            if (part is IFieldReferenceOperation { Field: { IsReadOnly: false, IsConst: false } } or IPropertyReferenceOperation)
            {
                if (!IsOfOwnParameter(part, read) && IsAssigned(((IMemberReferenceOperation)part).Member, read))
                {
                    return true;
                }

                continue;
            }

            var symbol = part switch
            {
                // A token of its own makes no turn read anything else.
                { Type.Name: "CancellationToken" } => null,
                ILocalReferenceOperation local => (ISymbol)local.Local,
                IParameterReferenceOperation parameter => parameter.Parameter,
                _ => null,
            };
            if (symbol is null || IsDeclaredInside(symbol, read))
            {
                continue;
            }

            if (IsOfTurn(symbol) || !IsSameQuery(symbol, index, hops) && (IsDeclaredInside(symbol, Repeated) || index.Writes(symbol).Any(w => w.At.IsInside(Repeated))))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>A variable of the turn; a number in the condition of a `while` is one only when something writes it.</summary>
    private bool IsOfTurn(ISymbol symbol) => elements.Contains(symbol, SymbolEqualityComparer.Default)
        && !(kind is IterationKind.While or IterationKind.Do && symbol is ILocalSymbol { Type.SpecialType: SpecialType.System_Int32 or SpecialType.System_Int64 } or IParameterSymbol { Type.SpecialType: SpecialType.System_Int32 or SpecialType.System_Int64 });

    /// <summary>A query that each turn composes anew from the same parts.</summary>
    private bool IsSameQuery(ISymbol symbol, BodyIndex index, int hops) =>
        symbol is ILocalSymbol { Type: var type } && BclSymbols.NamesQuery(type) && index.SingleValue(symbol) is { } value && value.IsInside(body) && !Varies(value, hops + 1);

    /// <summary>Whether the turn assigns the member somewhere else than in the read itself.</summary>
    private bool IsAssigned(ISymbol member, IOperation read) => BodyIndex.Of(operation).Assignments(member).Any(a => a.IsInside(Repeated) && !a.IsInside(read));

    /// <summary>`o.Total` in the query's own lambda is a column, whatever happens to the property of an object.</summary>
    private static bool IsOfOwnParameter(IOperation member, IOperation read)
    {
        var root = member;
        while (root is IMemberReferenceOperation { Instance: { } instance })
        {
            root = instance.WithoutConversions();
        }

        return root is IParameterReferenceOperation { Parameter: var parameter } && IsDeclaredInside(parameter, read);
    }

    private static bool IsDeclaredInside(ISymbol symbol, IOperation region)
    {
        foreach (var declaration in symbol.DeclaringSyntaxReferences)
        {
            if (declaration.SyntaxTree == region.Syntax.SyntaxTree && region.Syntax.Span.Contains(declaration.Span))
            {
                return true;
            }
        }

        return false;
    }

    public override string ToString() => $"{kind} {Name}: {repetition}";
}
