using Rewards.Journal.AzureTables;

namespace Rewards.LoadTests.SharedStore;

/// <summary>What stores awards in a table of its own, for one round.</summary>
internal interface IStoreProgram : IAsyncDisposable
{
    /// <summary>Write transactions and records so far; nothing where no journal is.</summary>
    JournalTraffic Traffic { get; }

    /// <summary>One request of a client; answers how many awards it was.</summary>
    Task<int> RequestAsync(int client);

    /// <exception cref="InvalidOperationException">What is stored is not what was acknowledged.</exception>
    Task CheckAsync();
}
