using System.Text;

namespace Rewards.LoadTests.Echo;

/// <summary>An answer of the size class of a real one, for an echo that is started without a recorded answer.</summary>
public static class ExampleAnswer
{
    private const string Line = """
        {"id":"k3f9a2-0011-0000012345","replayed":false,
        "awards":[{"to":"m0000001","currency":"feathers","asked":5,"amount":5,"status":"available",
        "rule":"read","ruleVersion":1,"expiresAt":"2027-11-20T16:00:00Z"}],"badges":[],"level":null,
        "balances":{"feathers":{"available":1240,"pending":0,"held":0}},
        "receipt":{"rules":[{"rule":"read","version":1,"outcome":"granted","asked":5,"granted":5}]}}
        """;

    public static byte[] OfOne { get; } = Encoding.UTF8.GetBytes(Line.ReplaceLineEndings(""));

    public static byte[] OfMany(int lines) =>
        [.. Enumerable.Repeat<byte[]>([.. OfOne, (byte)'\n'], lines).SelectMany(line => line)];
}
