using Microsoft.CodeAnalysis;
using PerfAnalyzers.Semantics;
using PerfAnalyzers.Semantics.Telemetry;

namespace PerfAnalyzers.Rewriting;

/// <summary>The base of fixes that append to the pipeline the call that their rule names.</summary>
public abstract class PipelineFix(string id, string signal) : SolutionFix(id)
{
    private protected sealed override async Task<Rewrite?> ProposeAsync(Place place)
    {
        if (place.Fact(Pipeline.Call) is not { } call)
        {
            return null;
        }

        // The report may stand at a source that another file declares.
        var location = Knowledge.Of(place.Model.Compilation).Telemetry.AnchorOf(signal);
        var document = location is null ? place.Document : place.Document.Project.Solution.GetDocument(location.SourceTree);
        return document is not null
            && await document.GetSyntaxRootAsync(place.Cancellation).ConfigureAwait(false) is { } root
            && await document.GetSemanticModelAsync(place.Cancellation).ConfigureAwait(false) is { } model
                ? PipelineEdit.Append(document, root, model, root.FindNode(location?.SourceSpan ?? place.Span, getInnermostNodeForTie: true), signal, call)
                : null;
    }
}
