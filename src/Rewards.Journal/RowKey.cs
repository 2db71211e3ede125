namespace Rewards.Journal;

/// <summary>What a keyed row is about. The numbers are on disk.</summary>
public enum RowKind : byte
{
    /// <summary>An activity id that was taken: set once, by the record that holds the activity.</summary>
    Activity = 1,

    /// <summary>The latest status of an activity's awards, set by each review, lapse and reversal.</summary>
    AwardStatus = 2,

    /// <summary>What was used of a limit per member and subject, in one window.</summary>
    LimitUse = 3,

    /// <summary>An Idempotency-Key that was taken.</summary>
    Request = 4,

    /// <summary>A hold under its id, with its latest state.</summary>
    Hold = 5,

    /// <summary>A published version of a community's programme.</summary>
    RulesVersion = 6,

    /// <summary>A published version of a community's contribution model.</summary>
    ContributionModel = 7,

    /// <summary>What later versions granted for an activity: which versions, and each by itself.</summary>
    RetroactiveGrant = 8,

    /// <summary>An award for somebody else's activity: taken in, or taken back.</summary>
    ReceivedAward = 32,

    /// <summary>What somebody else's activity counts for the member: taken in, or taken back.</summary>
    ReceivedContribution = 40,

    /// <summary>Something that may be claimed, under its id: granted, or taken back.</summary>
    Entitlement = 41,

    /// <summary>That somebody else's activity supported the member: counted.</summary>
    ReceivedSupport = 42,

    /// <summary>A quest in a window: done, or not done any more.</summary>
    QuestRound = 43,

    /// <summary>The n-th change of a member's standing; the record holds it.</summary>
    Standing = 48,

    /// <summary>What became of an award that vests, by rule and activity.</summary>
    Vesting = 49,

    /// <summary>What was leased, spent and freed of a budget's window.</summary>
    BudgetWindow = 50,

    /// <summary>An award's draw that was given back to its budget.</summary>
    BudgetFreed = 51,
}

/// <summary>
/// The key of a keyed row, within its stream. Rows hold what grows with a grain's life (ids taken, limits per subject):
/// they are part of the record that sets them, are found by key, and are never in a snapshot.
/// </summary>
public readonly record struct RowKey(RowKind Kind, string Text);

/// <summary>A keyed row as a record sets it. The latest record that sets a key holds its value.</summary>
public readonly record struct Row(RowKey Key, ReadOnlyMemory<byte> Value);
