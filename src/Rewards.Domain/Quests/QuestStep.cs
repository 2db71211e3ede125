namespace Rewards.Domain.Quests;

/// <summary>
/// One step of a quest: rules give progress in it until it has <paramref name="Needed"/>. <paramref name="Key"/> names
/// its counter on disk and does not depend on how much is needed: a new version keeps what was done.
/// </summary>
public sealed record QuestStep(string Id, IReadOnlyDictionary<string, string> Names, long Needed, ulong Key)
{
    public const long NeededMax = 1_000_000;
}
