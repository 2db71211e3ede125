using System.Collections.Concurrent;
using Rewards.Journal;

namespace Rewards.Grains.InProcess;

/// <summary>
/// The grains in memory, never more than the bound. A clock hand goes round over the slots: a grain used since the last
/// pass gets a second chance, an idle one makes room. Snapshots ride on records, so an eviction writes nothing.
/// </summary>
internal sealed class ActivationTable(int activeMax)
{
    /// <summary>Longest search for room before the host says that it is busy.</summary>
    private const int StepsMax = 1_000;

    /// <summary>
    /// How many grains in use lately are passed over in one search. When all are, the next idle one goes: a table full
    /// of busy members must not refuse a new one.
    /// </summary>
    private const int SecondChancesMax = 64;

    private readonly ConcurrentDictionary<StreamId, IActivation> active = new();
    private readonly Lock clock = new();
    private IActivation?[] slots = new IActivation?[Math.Min(activeMax, 1_024)];
    private int hand;
    private int filled;

    public int Count => active.Count;

    /// <summary>Commands that wait at the deepest mailbox, and at all together: walks over all grains.</summary>
    public (int Deepest, int Waiting) Mailboxes()
    {
        var (deepest, sum) = (0, 0);
        foreach (var (_, activation) in active)
        {
            var waiting = activation.Waiting;
            (deepest, sum) = (Math.Max(deepest, waiting), sum + waiting);
        }

        return (deepest, sum);
    }

    public IActivation Get(StreamId id, Func<StreamId, IActivation> create)
    {
        if (active.TryGetValue(id, out var known))
        {
            if (!known.Touched)
            {
                known.Touched = true;
            }

            return known;
        }

        lock (clock)
        {
            if (active.TryGetValue(id, out known))
            {
                return known;
            }

            var slot = FreeSlot();
            var made = create(id);
            slots[slot] = made;
            active[id] = made;
            return made;
        }
    }

    /// <summary>
    /// Forgets a grain whose state is not to be trusted any more. Its slot is reused when the hand passes.
    /// </summary>
    public void Drop(IActivation activation)
    {
        activation.Close();
        active.TryRemove(KeyValuePair.Create(activation.Id, activation));
    }

    /// <summary>
    /// Forgets whoever is the grain now, if it has not seen that version: its own appends cannot succeed.
    /// </summary>
    public void DropBehind(StreamId id, long version)
    {
        if (active.TryGetValue(id, out var activation) && activation.Version < version)
        {
            Drop(activation);
        }
    }

    /// <summary>Evicts every grain that is idle; for tests and for low memory.</summary>
    public void EvictIdle()
    {
        lock (clock)
        {
            for (var i = 0; i < filled; i++)
            {
                if (slots[i] is { } candidate && TryEvict(candidate))
                {
                    slots[i] = null;
                }
            }
        }
    }

    private int FreeSlot()
    {
        if (filled < activeMax)
        {
            if (filled == slots.Length)
            {
                Array.Resize(ref slots, Math.Min(activeMax, slots.Length * 2));
            }

            return filled++;
        }

        for (var step = 0; step < StepsMax; step++)
        {
            var slot = hand;
            hand = (hand + 1) % slots.Length;
            if (slots[slot] is not { Closed: false } candidate)
            {
                return slot;
            }

            if (candidate.Touched && step < SecondChancesMax)
            {
                candidate.Touched = false;
            }
            else if (TryEvict(candidate))
            {
                return slot;
            }
        }

        throw new GrainBusyException($"All {activeMax} places for active grains are in use.");
    }

    private bool TryEvict(IActivation candidate)
    {
        if (!candidate.TryEnter())
        {
            return false;
        }

        var idle = candidate.IsIdle();
        if (idle)
        {
            Drop(candidate);
        }

        candidate.Exit();
        return idle;
    }
}
