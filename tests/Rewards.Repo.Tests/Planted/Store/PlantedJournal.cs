namespace Rewards.Repo.Tests.Planted.Store;

/// <summary>Stands for a journal in the cases that break the architecture rules.</summary>
internal sealed class PlantedJournal
{
    public static int Opened { get; private set; }

    public static void Open() => Opened++;
}
