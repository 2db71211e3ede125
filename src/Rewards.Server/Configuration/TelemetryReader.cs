using Rewards.Domain.Programmes;

namespace Rewards.Server.Configuration;

/// <summary>Reads the section <c>telemetry</c>. Without an endpoint there is no telemetry.</summary>
internal static class TelemetryReader
{
    private const int EverySecondsDefault = 10;
    private const int EverySecondsMost = 3_600;
    private const int PerThousand = 1_000;
    private const string EndpointAllowed = "an address such as http://127.0.0.1:4317";

    private static readonly Dictionary<string, TelemetryProtocol> Protocols = new(StringComparer.Ordinal)
    {
        ["grpc"] = TelemetryProtocol.Grpc,
        ["http"] = TelemetryProtocol.Http,
    };

    public static TelemetryConfiguration? Read(DocumentField? field)
    {
        string[] known = ["endpoint", "protocol", "metricsEverySeconds", "tracedRequestsPerThousand"];
        var section = field?.AsMapping($"a mapping with {string.Join(", ", known)}");
        section?.AllowOnly(known);
        var protocol = section?.Find("protocol")?.AsWord(Protocols) ?? TelemetryProtocol.Grpc;
        var every = Count(section, "metricsEverySeconds", EverySecondsDefault, 1, EverySecondsMost);
        var traced = Count(section, "tracedRequestsPerThousand", 0, 0, PerThousand);
        return Endpoint(section) is { } endpoint ? new(endpoint, protocol, every, traced) : null;
    }

    private static Uri? Endpoint(DocumentMapping? section)
    {
        var field = section?.Require("endpoint", EndpointAllowed);
        if (field?.AsText(EndpointAllowed) is not { } text)
        {
            return null;
        }

        if (Uri.TryCreate(text, UriKind.Absolute, out var endpoint) && endpoint.Scheme is ("http" or "https"))
        {
            return endpoint;
        }

        field.Refuse(EndpointAllowed);
        return null;
    }

    private static int Count(DocumentMapping? section, string name, int otherwise, int min, int max) =>
        (int)(section?.Find(name)?.AsInteger(min, max) ?? otherwise);
}
