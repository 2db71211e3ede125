using Rewards.Journal.InMemory;
using Rewards.Journal.Tests.Conformance;

namespace Rewards.Journal.Tests.InMemory;

public sealed class InMemoryConformance : JournalConformance
{
    protected override ValueTask<IJournalBackend> OpenAsync() => new(new Backend());

    private sealed class Backend : IJournalBackend
    {
        private InMemoryJournal journal = new();

        public IJournal Journal => journal;

        public ValueTask ReopenAsync()
        {
            journal = journal.Reopened();
            return ValueTask.CompletedTask;
        }

        public ValueTask DisposeAsync() => journal.DisposeAsync();
    }
}
