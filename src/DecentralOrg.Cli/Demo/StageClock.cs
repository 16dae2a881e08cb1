using System.Diagnostics;

namespace DecentralOrg.Cli.Demo;

/// <summary>How long each stage took in all.</summary>
internal sealed class StageClock
{
    private readonly Dictionary<string, TimeSpan> stages = [];

    /// <summary>Time by stage, in the order in which the stages first came.</summary>
    public IReadOnlyDictionary<string, TimeSpan> Stages => stages;

    /// <summary>Runs a part of a stage and adds its time.</summary>
    public async Task<T> MeasureAsync<T>(string stage, Func<Task<T>> part)
    {
        var start = Stopwatch.GetTimestamp();
        try
        {
            return await part();
        }
        finally
        {
            stages[stage] = stages.GetValueOrDefault(stage) + Stopwatch.GetElapsedTime(start);
        }
    }

    /// <summary>Runs a part of a stage and adds its time.</summary>
    public T Measure<T>(string stage, Func<T> part)
    {
        var start = Stopwatch.GetTimestamp();
        var result = part();
        stages[stage] = stages.GetValueOrDefault(stage) + Stopwatch.GetElapsedTime(start);
        return result;
    }
}
