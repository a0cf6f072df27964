using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

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

    /// <summary>Whether anything that the operation reads changes from turn to turn.</summary>
    public bool Varies(IOperation read)
    {
        var index = BodyIndex.Of(operation);
        if (!index.IsComplete)
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

            var symbol = part switch
            {
                // A token of its own makes no turn read anything else.
                { Type.Name: "CancellationToken" } => null,
                ILocalReferenceOperation local => (ISymbol)local.Local,
                IParameterReferenceOperation parameter => parameter.Parameter,
                _ => null,
            };
            if (symbol is null)
            {
                continue;
            }

            if (elements.Contains(symbol, SymbolEqualityComparer.Default) || IsDeclaredInside(symbol, read) || index.Writes(symbol).Any(w => w.At.IsInside(body)))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>A variable of the turn: declared in the body, but not by the read itself (its own lambda parameters).</summary>
    private bool IsDeclaredInside(ISymbol symbol, IOperation read)
    {
        foreach (var declaration in symbol.DeclaringSyntaxReferences)
        {
            if (declaration.SyntaxTree == body.Syntax.SyntaxTree && body.Syntax.Span.Contains(declaration.Span) && !read.Syntax.Span.Contains(declaration.Span))
            {
                return true;
            }
        }

        return false;
    }

    public override string ToString() => $"{kind} {Name}: {repetition}";
}
