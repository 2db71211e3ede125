using System.Collections.Concurrent;
using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace Rewards.Tests.Shared.Azure.Faults;

/// <summary>
/// Decides which request meets which fault, from a seed alone: the n-th request about a partition always meets the
/// same, whatever happens at the same time, so that a seed can be played again.
/// </summary>
/// <param name="seed">The seed.</param>
/// <param name="perMille">How many of 1,000 requests meet a fault.</param>
public sealed partial class FaultSchedule(int seed, int perMille)
{
    private static readonly Fault[] Faults = [.. Enum.GetValues<Fault>().Where(fault => fault != Fault.None)];
    private readonly ConcurrentDictionary<string, int> requests = new();
    private readonly ConcurrentDictionary<Fault, int> met = new();
    private volatile bool stopped;

    /// <summary>How often each fault was met.</summary>
    public IReadOnlyDictionary<Fault, int> Met => met;

    /// <summary>From now on nothing happens to requests.</summary>
    public void Stop() => stopped = true;

    internal Fault Next(HttpMessage request)
    {
        if (stopped)
        {
            return Fault.None;
        }

        var about = About(request);
        var number = requests.AddOrUpdate(about, 1, static (_, count) => count + 1);
        var fault = Decide(string.Create(CultureInfo.InvariantCulture, $"{seed}/{number}/{about}"));
        met.AddOrUpdate(fault, 1, static (_, count) => count + 1);
        return fault;
    }

    /// <summary>Method and partition; a batch names its partition in the addresses within it.</summary>
    internal static string About(HttpMessage request)
    {
        var partition = Partition().Match(request.StartLine + "\n" + request.Body);
        return $"{request.StartLine.Split(' ')[0]} {partition.Groups[1].Value}{partition.Groups[2].Value}";
    }

    private Fault Decide(string what)
    {
        // FNV-1a: the same everywhere, unlike string.GetHashCode; then mixed, because near texts give near sums.
        var hash = 14_695_981_039_346_656_037UL;
        foreach (var b in Encoding.UTF8.GetBytes(what))
        {
            hash = unchecked((hash ^ b) * 1_099_511_628_211UL);
        }

        hash = unchecked((hash ^ (hash >> 32)) * 0x9E3779B97F4A7C15UL);
        hash ^= hash >> 29;
        return hash % 1_000 < (ulong)perMille ? Faults[hash / 1_000 % (ulong)Faults.Length] : Fault.None;
    }

    [GeneratedRegex("""PartitionKey(?:=|%3D|\s*eq\s*|%20eq%20)(?:'|%27)([^'%]*)|"PartitionKey"\s*:\s*"([^"]*)""")]
    private static partial Regex Partition();
}
