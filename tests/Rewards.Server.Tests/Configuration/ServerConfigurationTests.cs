using Rewards.Server.Configuration;

namespace Rewards.Server.Tests.Configuration;

[Trait("Journal", "none")]
public sealed class ServerConfigurationTests : IDisposable
{
    private readonly Folder folder = new();

    [Fact]
    public void Load_FileOfTheRepository_IsTheDefaults()
    {
        var shipped = ServerConfiguration.Load(Path.Combine(Folder.OfRepository(), "config", "rewards.yaml"));
        var defaults = ServerConfiguration.Load(folder.Write("rewards.yaml", "{}"));

        Assert.Equal(defaults with { CommunitiesFolder = shipped.CommunitiesFolder }, shipped);
        Assert.Equal(new JournalConfiguration(JournalKind.Sqlite, "rewards.db"), shipped.Journal);
        Assert.Equal(new RateLimitConfiguration(1_000, 2_000), shipped.RateLimitPerKey);
        Assert.Equal(new GrainConfiguration(100_000), shipped.Grains);
        Assert.Equal(new AdmissionConfiguration(500), shipped.Admission);
        Assert.Null(shipped.Telemetry);
        Assert.Equal(Path.Combine(Folder.OfRepository(), "config", "communities"), shipped.CommunitiesFolder);
    }

    [Fact]
    public void Load_Paths_AreRelativeToFileAndDataFolder()
    {
        var file = folder.Write("rewards.yaml", "communities: ../mine\njournal: { path: kept/here.db }");

        var configuration = ServerConfiguration.Load(file);

        Assert.Equal(Path.GetFullPath(Path.Combine(folder.Path, "..", "mine")), configuration.CommunitiesFolder);
        Assert.Equal(Path.Combine(folder.Path, "kept", "here.db"), configuration.Journal.FileIn(folder.Path));
        Assert.Equal("/else/r.db", (configuration.Journal with { Path = "/else/r.db" }).FileIn(folder.Path));
    }

    [Fact]
    public void Load_TelemetryWithAnEndpoint_HasDefaultsForTheRest()
    {
        var file = folder.Write("rewards.yaml", "telemetry: { endpoint: 'http://collector:4317' }");

        var expected = new TelemetryConfiguration(new Uri("http://collector:4317"), TelemetryProtocol.Grpc, 10, 0);
        Assert.Equal(expected, ServerConfiguration.Load(file).Telemetry);
    }

    [Theory]
    [InlineData("jurnal: {}", 1, "jurnal", "did you mean 'journal'?")]
    [InlineData("journal:\n  kind: postgres", 2, "journal.kind", "Allowed: sqlite")]
    [InlineData("journal:\n  path: ''", 2, "journal.path", "a path of at least one character")]
    [InlineData("journal:\n  path: 7", 2, "journal.path", "(in quotes)")]
    [InlineData("journal:", 1, "journal", "is empty; allowed: a mapping with kind, path, connection")]
    [InlineData("journal: azure", 1, "journal", "did you mean 'azure-tables'?")]
    [InlineData("journal:\n  table: mine", 2, "journal.table", "only with kind: azure-tables")]
    [InlineData("journal: { kind: azure-tables, table: my-table }", 1, "journal.table", "3 to 60 letters and digits")]
    [InlineData("journal: { kind: azure-tables, endpoint: 'http://a' }", 1, "journal.endpoint", "https://")]
    [InlineData(
        "journal: { kind: azure-tables, endpoint: 'https://a', connection: 'b' }", 1, "journal.endpoint", "not both")]
    [InlineData("communities: [a]", 1, "communities", "a path")]
    [InlineData("rateLimits: { perKye: {} }", 1, "rateLimits.perKye", "did you mean 'perKey'?")]
    [InlineData("rateLimits:\n  perKey:\n    burst: 0", 3, "rateLimits.perKey.burst", "an integer from 1 to 10000000")]
    [InlineData("rateLimits: { perKey: { burst: 1.5 } }", 1, "rateLimits.perKey.burst", "is 1.5; allowed: an integer")]
    [InlineData("grains:\n  activeMax: 99", 2, "grains.activeMax", "an integer from 100 to 10000000")]
    [InlineData("admission: { underWayMax: 0 }", 1, "admission.underWayMax", "an integer from 1 to 1000000")]
    [InlineData("telemetry: { protocol: grpc }", 1, "telemetry.endpoint", "is required")]
    [InlineData("telemetry: { endpoint: nowhere }", 1, "telemetry.endpoint", "an address such as http")]
    [InlineData("telemetry:\n  endpoint: http://c:4317\n  protocol: udp", 3, "telemetry.protocol", "grpc, http")]
    [InlineData("telemetry: { tracedRequestsPerThousand: 1001 }", 1, "telemetry.tracedRequestsPerThousand", "1000")]
    [InlineData("a: 1\na: 1", 2, "a", "written twice")]
    [InlineData("- 5", 1, "document", "is a list")]
    public void Load_BrokenFile_IsToldWithFileLineAndField(string yaml, int line, string field, string message)
    {
        var file = folder.Write("rewards.yaml", yaml);

        var broken = Assert.Throws<ConfigurationException>(() => ServerConfiguration.Load(file));

        Assert.StartsWith($"{file}:{line}: {field}: ", broken.Message, StringComparison.Ordinal);
        Assert.Contains(message, broken.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Load_MissingFile_IsToldWithItsName()
    {
        var file = Path.Combine(folder.Path, "nowhere.yaml");

        var missing = Assert.Throws<ConfigurationException>(() => ServerConfiguration.Load(file));

        Assert.StartsWith($"{file}: file: cannot be read", missing.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Load_HugeFile_IsRefused()
    {
        var file = folder.Write("rewards.yaml", new string('#', 524_289));

        Assert.Contains(
            "larger than 524288 bytes",
            Assert.Throws<ConfigurationException>(() => ServerConfiguration.Load(file)).Message,
            StringComparison.Ordinal);
    }

    public void Dispose() => folder.Dispose();
}
