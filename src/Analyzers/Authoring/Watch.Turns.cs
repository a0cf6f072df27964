using PerfAnalyzers.Semantics.Effects;

namespace PerfAnalyzers.Authoring;

internal readonly partial struct Watch
{
    /// <summary>Every iteration over elements whose turns reach the database, directly or through calls; once per iteration.</summary>
    public void Turn(Action<Turn, Find> see) => Iteration((iteration, find) =>
    {
        var facts = find.Knowledge;
        if (!iteration.IsErrorPath && facts.Effects.In(iteration) is { IsEmpty: false } sites && !facts.Quieting.FillsCache(iteration) && !facts.EmptyTables.AreFilledBy(iteration))
        {
            see(facts.TurnOf(iteration, sites), find);
        }
    });
}
