using System.Globalization;
using System.Text;
using Rewards.Domain.Communities;
using Rewards.Domain.Programmes;
using Rewards.Domain.Registry;
using Rewards.Journal;
using Rewards.Journal.Records;

namespace Rewards.Grains.Verification;

/// <summary>Replays a community: its versions follow one another and each is a programme of this community.</summary>
internal sealed class CommunityAudit(StreamId stream) : StreamAudit(stream)
{
    public int RulesVersion { get; private set; }

    protected override void Apply(JournalRecord record, IReadOnlyList<object> events)
    {
        var rows = new ExpectedRows();
        foreach (CommunityEvent change in events)
        {
            if (change is RulesPublished published)
            {
                Check(published);
                rows.Add(new RowKey(
                    RowKind.RulesVersion, published.Version.ToString(CultureInfo.InvariantCulture)));
            }
        }

        rows.Compare(record.Rows, Complain);
    }

    private void Check(RulesPublished published)
    {
        if (published.Version != RulesVersion + 1)
        {
            Complain($"it publishes version {published.Version} of the rules after version {RulesVersion}.");
        }

        RulesVersion = published.Version;
        var document = Encoding.UTF8.GetBytes(published.Document);
        if (DocumentHash.Of(document) != published.DocumentHash)
        {
            Complain($"the rules of version {published.Version} do not have the hash that is written beside them.");
        }

        try
        {
            var programme = ProgrammeReader.Read(JsonDocuments.Parse(document), published.Version);
            if (programme.Community.Value != Stream.Community)
            {
                Complain($"the rules of version {published.Version} are those of '{programme.Community}'.");
            }
        }
        catch (DocumentException e)
        {
            Complain($"the rules of version {published.Version} cannot be read: {e.Message}");
        }
    }
}

/// <summary>Replays the registry.</summary>
internal sealed class RegistryAudit(StreamId stream) : StreamAudit(stream)
{
    private readonly RegistryState state = new();

    public IReadOnlyCollection<string> Communities => state.Communities;

    protected override void Apply(JournalRecord record, IReadOnlyList<object> events)
    {
        foreach (RegistryEvent change in events)
        {
            if (change is ApiKeyRevoked revoked && state.FindKey(revoked.Id) is null)
            {
                Complain($"it revokes the key '{revoked.Id}', which was never created.");
            }

            state.Apply(change, record.RecordedAt);
        }

        new ExpectedRows().Compare(record.Rows, Complain);
    }
}
