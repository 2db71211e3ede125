using Rewards.Repo.Tests.Planted.Store;

namespace Rewards.Repo.Tests.Planted.Endpoints;

/// <summary>Names the journal in its shape only.</summary>
internal sealed class EndpointWithJournalField
{
    public List<PlantedJournal[]> Journals { get; } = [];
}

/// <summary>Names the journal only by calling it, and only inside a lambda of an async method.</summary>
internal static class EndpointThatCallsTheJournal
{
    public static async Task<int> Answer()
    {
        await Task.Yield();
        Action open = () => PlantedJournal.Open();
        open();
        return 200;
    }
}

/// <summary>Names nothing that is forbidden.</summary>
internal static class DecentEndpoint
{
    public static string Answer() => "200";
}
