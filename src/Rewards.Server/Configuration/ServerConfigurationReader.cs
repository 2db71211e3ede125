using Rewards.Domain.Programmes;

namespace Rewards.Server.Configuration;

/// <summary>
/// Reads <c>rewards.yaml</c>. Every field has a default; an empty mapping is a complete configuration.
/// </summary>
internal static class ServerConfigurationReader
{
    private const int PerSecondDefault = 1_000;
    private const int BurstDefault = 2_000;
    private const int RateMax = 10_000_000;
    private const int ActiveDefault = 100_000;
    private const int ActiveLeast = 100;
    private const int ActiveMost = 10_000_000;

    private const int UnderWayDefault = 500;
    private const int UnderWayMost = 1_000_000;

    private static readonly string[] Sections =
        ["journal", "communities", "rateLimits", "grains", "admission", "telemetry"];

    private static readonly Dictionary<string, JournalKind> JournalKinds = new(StringComparer.Ordinal)
    {
        ["sqlite"] = JournalKind.Sqlite,
    };

    public static ServerConfiguration Load(string file) =>
        ConfigurationFile.Read(file, document => Read(document, Path.GetDirectoryName(file)!));

    private static ServerConfiguration Read(DocumentNode document, string folder)
    {
        var complaints = new DocumentComplaints();
        var root = DocumentField.Root(document, complaints)
            .AsMapping($"a mapping with {string.Join(", ", Sections)}, or {{}}");
        root?.AllowOnly(Sections);
        var journal = ReadJournal(Section(root, "journal", "kind", "path"));
        var communities = ReadPath(root, "communities") ?? "communities";
        var rate = Section(Section(root, "rateLimits", "perKey"), "perKey", "activitiesPerSecond", "burst");
        var perSecond = ReadCount(rate, "activitiesPerSecond", PerSecondDefault, 1, RateMax);
        var burst = ReadCount(rate, "burst", BurstDefault, 1, RateMax);
        var grains = Section(root, "grains", "activeMax");
        var active = ReadCount(grains, "activeMax", ActiveDefault, ActiveLeast, ActiveMost);
        var admission = Section(root, "admission", "underWayMax");
        var underWay = ReadCount(admission, "underWayMax", UnderWayDefault, 1, UnderWayMost);
        var telemetry = TelemetryReader.Read(root?.Find("telemetry"));
        complaints.ThrowIfAny();
        return new ServerConfiguration(
            journal,
            Path.GetFullPath(communities, folder),
            new RateLimitConfiguration(perSecond, burst),
            new GrainConfiguration(active),
            new AdmissionConfiguration(underWay),
            telemetry);
    }

    private static JournalConfiguration ReadJournal(DocumentMapping? journal)
    {
        var kind = journal?.Find("kind")?.AsWord(JournalKinds) ?? JournalKind.Sqlite;
        return new JournalConfiguration(kind, ReadPath(journal, "path") ?? "rewards.db");
    }

    private static string? ReadPath(DocumentMapping? section, string name)
    {
        const string allowed = "a path of at least one character";
        var field = section?.Find(name);
        var path = field?.AsText(allowed);
        if (path is not null && (string.IsNullOrWhiteSpace(path) || path.Any(char.IsControl)))
        {
            field!.Refuse(allowed);
            return null;
        }

        return path;
    }

    private static int ReadCount(DocumentMapping? section, string name, int otherwise, int min, int max) =>
        (int)(section?.Find(name) is { } field ? field.AsInteger(min, max) ?? otherwise : otherwise);

    private static DocumentMapping? Section(DocumentMapping? parent, string name, params string[] known)
    {
        var section = parent?.Find(name)?.AsMapping($"a mapping with {string.Join(", ", known)}");
        section?.AllowOnly(known);
        return section;
    }
}
