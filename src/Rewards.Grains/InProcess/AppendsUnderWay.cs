using Rewards.Journal;

namespace Rewards.Grains.InProcess;

/// <summary>
/// The appends of one stream that are on their way, each linked to the one before and after it. A value within its
/// stream, which guards it with a lock: most members have nothing on its way, and pay for two references.
/// </summary>
internal struct AppendsUnderWay
{
    /// <summary>
    /// So many are looked through; of more, as a busy member has in batches, rows are found by key.
    /// </summary>
    private const int LookedThroughMax = 8;

    private AppendUnderWay? newest;
    private Dictionary<RowKey, AppendUnderWay>? latestByRow;
    private int count;

    /// <summary>Null while nothing is on its way; may be read without the lock.</summary>
    public readonly AppendUnderWay? Newest => Volatile.Read(in newest);

    public void Add(AppendUnderWay entry)
    {
        entry.Older = newest;
        if (newest is not null)
        {
            newest.Newer = entry;
        }

        newest = entry;
        count++;
        if (latestByRow is not null)
        {
            Note(entry);
        }
        else if (count > LookedThroughMax)
        {
            NoteAll();
        }
    }

    /// <summary>Takes out one that is committed: it is found in the journal from now on.</summary>
    public void Remove(AppendUnderWay settled)
    {
        if (settled.Older is { } older)
        {
            older.Newer = settled.Newer;
        }

        if (settled.Newer is { } newer)
        {
            newer.Older = settled.Older;
        }
        else
        {
            newest = settled.Older;
        }

        count--;
        if (newest is null)
        {
            latestByRow = null;
        }
        else if (latestByRow is not null)
        {
            Forget(settled);
        }
    }

    /// <summary>The latest that sets the row; null when none does.</summary>
    public readonly Append? Find(RowKey row) =>
        latestByRow is null ? LookThrough(row) : latestByRow.GetValueOrDefault(row)?.Append;

    private readonly Append? LookThrough(RowKey row)
    {
        for (var entry = newest; entry is not null; entry = entry.Older)
        {
            var rows = entry.Append.Rows;
            for (var i = 0; i < rows.Count; i++)
            {
                if (rows[i] == row)
                {
                    return entry.Append;
                }
            }
        }

        return null;
    }

    private void NoteAll()
    {
        latestByRow = [];
        var oldest = newest;
        while (oldest?.Older is { } older)
        {
            oldest = older;
        }

        for (var entry = oldest; entry is not null; entry = entry.Newer)
        {
            Note(entry);
        }
    }

    private readonly void Note(AppendUnderWay entry)
    {
        foreach (var row in entry.Append.Rows)
        {
            latestByRow![row] = entry;
        }
    }

    private readonly void Forget(AppendUnderWay settled)
    {
        foreach (var row in settled.Append.Rows)
        {
            if (latestByRow!.TryGetValue(row, out var latest) && latest == settled)
            {
                latestByRow.Remove(row);
            }
        }
    }
}
