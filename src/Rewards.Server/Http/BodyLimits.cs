namespace Rewards.Server.Http;

/// <summary>How much one request may carry.</summary>
public static class BodyLimits
{
    /// <summary>
    /// Largest body of a single activity or another small request, and longest line of a batch: 64 KiB.
    /// </summary>
    public const int SingleBytesMax = 64 * 1024;

    /// <summary>Largest batch: 4 MiB.</summary>
    public const int BatchBytesMax = 4 * 1024 * 1024;

    /// <summary>Most lines of a batch.</summary>
    public const int BatchLinesMax = 1_000;

    /// <summary>
    /// Longest wait for the next whole line of a batch; time in which the server owes a result does not count: 30 s.
    /// </summary>
    public static readonly TimeSpan NextLineWaitMax = TimeSpan.FromSeconds(30);

    /// <summary>Largest programme document; its canonical form must fit into a record.</summary>
    public const int ProgrammeBytesMax = 512 * 1024;
}
