using Rewards.Repo.Tests.Planted.Store;

namespace Rewards.Repo.Tests.Planted.Composition;

/// <summary>The one place that may name the journal.</summary>
internal static class PlantedComposition
{
    public static void Compose() => PlantedJournal.Open();
}
