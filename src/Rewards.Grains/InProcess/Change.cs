using Rewards.Journal;

namespace Rewards.Grains.InProcess;

/// <summary>What one command does to a grain, as one record.</summary>
internal readonly record struct Change<TEvent>(
    IReadOnlyList<TEvent> Events, IReadOnlyList<Row> Rows, ReadOnlyMemory<byte> Side, IReadOnlyList<DueToken> Done)
{
    public static Change<TEvent> Of(params TEvent[] events) => new(events, [], default, []);
}
