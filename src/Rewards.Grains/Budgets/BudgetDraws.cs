using Rewards.Domain.Budgets;
using Rewards.Grains.Projections;
using Rewards.Journal;
using Rewards.Journal.Events;
using Rewards.Journal.Records;

namespace Rewards.Grains.Budgets;

/// <summary>
/// What activities have drawn from each slice that is out, summed up from the journal: by this the slices of a host
/// that is gone are settled. Slices that are settled are forgotten.
/// </summary>
internal sealed class BudgetDraws : IProjection
{
    private static readonly int Drawn = CodeOf(typeof(BudgetsDrawn));
    private static readonly int Settled = CodeOf(typeof(SliceSettled));

    private readonly Dictionary<(string Community, long Slice), long> sums = [];

    public string Name => "budget-draws.v2";

    public long Of(string community, long slice) => sums.GetValueOrDefault((community, slice));

    public void Apply(StoredRecord record)
    {
        foreach (var made in record.Content.Events)
        {
            if (made.Code == Drawn)
            {
                foreach (var draw in ((BudgetsDrawn)EventCatalogue.Read(made)).Draws)
                {
                    var key = (record.Stream.Community, draw.Slice);
                    sums[key] = sums.GetValueOrDefault(key) + draw.Amount;
                }
            }
            else if (made.Code == Settled)
            {
                sums.Remove((record.Stream.Community, ((SliceSettled)EventCatalogue.Read(made)).Slice));
            }
        }
    }

    public byte[] Save()
    {
        var writer = new ByteWriter();
        writer.Unsigned((ulong)sums.Count);
        foreach (var ((community, slice), sum) in sums)
        {
            writer.Text(community);
            writer.Unsigned((ulong)slice);
            writer.Unsigned((ulong)sum);
        }

        return writer.ToArray();
    }

    public void Load(ReadOnlySpan<byte> state)
    {
        sums.Clear();
        if (state.IsEmpty)
        {
            return;
        }

        var reader = new ByteReader(state);
        for (var left = reader.Count(); left > 0; left--)
        {
            sums[(reader.Text(), (long)reader.Unsigned())] = (long)reader.Unsigned();
        }
    }

    private static int CodeOf(Type change) => EventCatalogue.All.Single(codec => codec.Type == change).Code;
}
