using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace Rewards.Server.Tests.Readme;

/// <summary>
/// Makes answers comparable: what differs from run to run (times, random keys, places in a ledger) gets a name.
/// </summary>
internal static partial class Volatile
{
    /// <summary>An answer of one or more JSON values, one after the other or one a line, in one spelling.</summary>
    public static string Normalise(string answer)
    {
        var text = answer.Trim();
        var values = text.Contains("}\n{", StringComparison.Ordinal) ? text.Split('\n') : [text];
        return string.Join('\n', values.Select(value => Replace(JsonNode.Parse(value)!.ToJsonString())));
    }

    private static string Replace(string json)
    {
        json = Times().Replace(json, "\"<time>\"");
        json = Ids().Replace(json, "\"id\":\"<key id>\"");
        json = Keys().Replace(json, "\"<key>\"");
        return Cursors().Replace(json, "\"next\":\"<cursor>\"");
    }

    [GeneratedRegex(@"""\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z""")]
    private static partial Regex Times();

    [GeneratedRegex(@"""id"":""[a-z0-9]{12}""")]
    private static partial Regex Ids();

    [GeneratedRegex(@"""rk_[a-z0-9]{12}_[A-Za-z0-9]{40}""")]
    private static partial Regex Keys();

    [GeneratedRegex(@"""next"":""[A-Za-z0-9_-]+""")]
    private static partial Regex Cursors();
}
