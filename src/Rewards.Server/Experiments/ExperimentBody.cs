using NodaTime;
using Rewards.Domain.Experiments;
using Rewards.Domain.Programmes;
using Rewards.Server.Http;

namespace Rewards.Server.Experiments;

/// <summary>
/// The body that starts an experiment: <c>{ id, percent, version | programme, until?, note? }</c>. The draft is written
/// below <c>programme</c>, or is that of a version.
/// </summary>
internal sealed record ExperimentBody(
    string Id, int Percent, int? Version, DocumentNode? Programme, Instant? Until, string Note)
{
    private const int NoteLengthMax = 500;

    /// <exception cref="DocumentException">All that is wrong with it, by line and field.</exception>
    public static ExperimentBody Read(ReadOnlySpan<byte> utf8)
    {
        var complaints = new DocumentComplaints();
        var root = DocumentField.Root(JsonDocuments.Parse(utf8), complaints).AsMapping("an object with id, percent, …");
        root?.AllowOnly("id", "percent", "version", "programme", "until", "note");
        var id = root?.Require("id", "a name of a–z, 0–9 and '-', at most 64 characters")?.AsSlug();
        var percent = root?.Require("percent", "an integer from 1 to 99")
            ?.AsInteger(Experiment.PercentMin, Experiment.PercentMax);
        var version = root?.Find("version")?.AsInteger(1, int.MaxValue);
        var programme = root?.Find("programme");
        if (root is not null && root.Find("version") is null == programme is null)
        {
            root.Complain("names the draft by 'version' or writes it below 'programme'; allowed: one of the two");
        }

        var note = root?.Find("note") is { } written ? ReadNote(written) : "";
        var until = root?.Find("until")?.AsText("a time in UTC such as 2026-12-24T00:00:00Z");
        complaints.ThrowIfAny();
        return new ExperimentBody(
            id!, (int)percent!.Value, (int?)version, programme?.Node,
            until is null ? null : StrictJson.ParseTime(until, "until"), note!);
    }

    private static string? ReadNote(DocumentField field)
    {
        if (field.AsText($"a text of at most {NoteLengthMax} characters") is not { } note)
        {
            return null;
        }

        if (note.Length > NoteLengthMax)
        {
            field.Refuse($"a text of at most {NoteLengthMax} characters");
        }

        return note;
    }
}
