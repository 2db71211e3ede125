using System.Text;
using Rewards.LoadTests.Workload;

namespace Rewards.LoadTests.Generating;

/// <summary>Exact accounts of one lane: every answer is counted once, and by member.</summary>
public sealed class Tally
{
    private const int ExcerptMax = 300;

    private readonly long[] acknowledged = new long[Members.Count + 1];

    public LatencyHistogram Latencies { get; } = new();

    /// <summary>Of requests that were refused.</summary>
    public LatencyHistogram RefusalLatencies { get; } = new();

    /// <summary>How late the generator itself was: from when a request was due to when it was sent.</summary>
    public LatencyHistogram SendDelays { get; } = new();

    /// <summary>Refused within the measured window.</summary>
    public long MeasuredRefusals { get; set; }

    public long Refused { get; private set; }

    /// <summary>Due, but never sent, because no connection came free before the end.</summary>
    public long Unsent { get; set; }

    public int UnderWayMax { get; set; }

    public long MeasuredActivities { get; set; }

    public long Responses { get; set; }

    public long ResponseBytes { get; set; }

    public long Fresh { get; private set; }

    public long Replayed { get; private set; }

    public long GrantedNothing { get; private set; }

    public long Amount { get; private set; }

    public long Violations { get; private set; }

    public string? FirstViolation { get; private set; }

    /// <summary>Acknowledged amount by member number.</summary>
    public ReadOnlySpan<long> Acknowledged => acknowledged;

    public void Count(ReadOnlySpan<byte> line, int member, bool isRetry)
    {
        var answer = Answer.Read(line);
        if (answer.Kind == AnswerKind.Refused || isRetry != (answer.Kind == AnswerKind.Replayed))
        {
            Violation($"{(isRetry ? "a retry" : "a new activity")} was answered otherwise", line);
            return;
        }

        if (isRetry)
        {
            Replayed++;
            return;
        }

        Fresh++;
        Amount += answer.Amount;
        acknowledged[member] += answer.Amount;
        if (answer.Amount == 0)
            GrantedNothing++;
    }

    /// <summary>Counts an answer of the echo, which decides nothing.</summary>
    public void CountUnchecked(bool isRetry)
    {
        if (isRetry)
            Replayed++;
        else
            Fresh++;
    }

    public void Refuse(long latencyTicks, bool timed, bool counted)
    {
        Refused++;
        MeasuredRefusals += counted ? 1 : 0;
        if (timed)
            RefusalLatencies.Record(latencyTicks);
    }

    public void Violation(string what, ReadOnlySpan<byte> answer)
    {
        Violations++;
        FirstViolation ??= $"{what}: {Encoding.UTF8.GetString(answer[..Math.Min(answer.Length, ExcerptMax)])}";
    }

    public void Add(Tally other)
    {
        Latencies.Add(other.Latencies);
        RefusalLatencies.Add(other.RefusalLatencies);
        SendDelays.Add(other.SendDelays);
        MeasuredRefusals += other.MeasuredRefusals;
        Refused += other.Refused;
        Unsent += other.Unsent;
        UnderWayMax += other.UnderWayMax;
        MeasuredActivities += other.MeasuredActivities;
        Responses += other.Responses;
        ResponseBytes += other.ResponseBytes;
        Fresh += other.Fresh;
        Replayed += other.Replayed;
        GrantedNothing += other.GrantedNothing;
        Amount += other.Amount;
        Violations += other.Violations;
        FirstViolation ??= other.FirstViolation;
        for (var i = 0; i < acknowledged.Length; i++)
            acknowledged[i] += other.acknowledged[i];
    }
}
