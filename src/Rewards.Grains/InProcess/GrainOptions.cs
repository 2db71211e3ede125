namespace Rewards.Grains.InProcess;

/// <summary>Bounds of the in-process host.</summary>
public sealed record GrainOptions
{
    /// <summary>Most grains in memory; beyond it an idle one is evicted. About 1 KB each.</summary>
    public int ActiveMax { get; init; } = 100_000;

    /// <summary>Most commands that wait for one grain's turn; more are refused at once.</summary>
    public int MailboxMax { get; init; } = 1_000;

    /// <summary>
    /// How often a command is tried at most when nobody knows what became of its append, each time on the state read
    /// back.
    /// </summary>
    public int AttemptsMax { get; init; } = 3;

    /// <summary>
    /// How often a command is decided at most because another host had appended before it. Each conflict means that the
    /// other one got on, and the odds of the next attempt are about even: so many in a row do not happen by chance.
    /// </summary>
    public int ConflictsMax { get; init; } = 30;

    /// <summary>
    /// The name of this life of this host, by which slices of budgets are told apart; null: a random one. Given only
    /// where the same journal must come out again, and never twice for one journal.
    /// </summary>
    public string? Life { get; init; }

    /// <summary>
    /// Runs long work of the host (grants for what was recorded before) beside everything else; a host that can lets it
    /// go behind.
    /// </summary>
    public Func<Func<Task>, Task> Behind { get; init; } = static work => Task.Run(work);

    /// <summary>Told of what goes wrong beside all commands, and what is done about it.</summary>
    public Action<Exception, string> Report { get; init; } = static (_, _) => { };

    /// <summary>Fewest records between two snapshots of a stream.</summary>
    public int SnapshotEveryMin { get; init; } = 16;
}
