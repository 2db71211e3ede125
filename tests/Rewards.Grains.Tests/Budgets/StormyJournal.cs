using Rewards.Grains.Tests.Hosting;
using Rewards.Journal;
using Rewards.Journal.Records;

namespace Rewards.Grains.Tests.Budgets;

/// <summary>
/// A journal whose appends now and then have an unknown outcome, written or not, or are refused; and one that several
/// hosts share, if asked.
/// </summary>
internal sealed class StormyJournal(IJournal inner, int seed, bool shared = false) : JournalWrapper(inner)
{
    private readonly Lock turn = new();
    private readonly Random random = new(seed);

    /// <summary>Writes nothing any more: the host dies.</summary>
    public bool IsDown { get; set; }

    /// <summary>Per cent of appends that go wrong.</summary>
    public int TroublePercent { get; set; }

    public override bool IsShared => shared;

    public override async ValueTask<bool> StandsAtAsync(
        StreamId stream, long version, Hash32 hash, CancellationToken cancellation) =>
        !shared || (await Inner.ReadTailAsync(stream, cancellation)).Version == version;

    public override async ValueTask AppendAsync(Append append)
    {
        if (IsDown)
        {
            throw new JournalUnavailableException("down");
        }

        int lot;
        lock (turn)
        {
            lot = random.Next(100);
        }

        if (lot >= TroublePercent)
        {
            await Inner.AppendAsync(append);
            return;
        }

        if (lot % 3 == 0)
        {
            throw new JournalBusyException("busy");
        }

        if (lot % 3 == 1)
        {
            await Inner.AppendAsync(append);
        }

        throw new JournalOutcomeUnknownException("lost");
    }
}
