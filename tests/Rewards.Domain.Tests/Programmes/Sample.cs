using System.Text;
using Rewards.Domain.Programmes;

namespace Rewards.Domain.Tests.Programmes;

/// <summary>A programme that uses every field, one per line, and ways to break it.</summary>
internal static class Sample
{
    public const string Json = """
        {
          "community": "ops-articles",
          "name": "运维知识文章站",
          "timeZone": "Asia/Shanghai",
          "currencies": {
            "feathers": { "names": { "zh": "羽毛", "en": "feathers" }, "expires": { "after": "P365D" } },
            "stars": { "expires": "never" }
          },
          "negativeBalance": "floor",
          "unknownActivity": "reject",
          "latenessMax": "P7D",
          "pendingLapse": "P30D",
          "activities": {
            "quiz-answered": { "facts": { "correct": "boolean", "score": "decimal", "tries": "integer" } },
            "comment-posted": { "facts": { "comment": { "type": "text", "personal": true } } },
            "article-shared": {}
          },
          "rules": [
            {
              "id": "quiz-right",
              "order": 10,
              "when": "quiz-answered",
              "if": { "all": [
                { "fact": "correct", "is": true },
                { "any": [{ "fact": "score", "atLeast": 0.5 }, { "not": { "fact": "tries", "moreThan": 3 } }] }
              ] },
              "give": { "feathers": 5, "stars": 1 },
              "limits": [
                { "per": "member-and-subject", "within": "lifetime", "times": 1 },
                { "per": "member", "within": "day", "amount": 15, "currency": "feathers" }
              ],
              "coolDown": "PT10M"
            },
            {
              "id": "comment",
              "order": 10,
              "when": "comment-posted",
              "if": { "fact": "comment", "length": { "atLeast": 50 } },
              "give": [{ "currency": "feathers", "amount": 10 }],
              "status": "pending",
              "stacking": "stop",
              "coolDown": { "per": "member-and-subject", "every": "PT1H" }
            },
            {
              "id": "share",
              "order": 10,
              "when": "article-shared",
              "give": { "feathers": 5 },
              "limits": [{ "per": "member-and-subject", "within": "lifetime", "amount": 15 }]
            }
          ]
        }
        """;

    /// <summary>The sample with the first occurrence of a text replaced; the text must be there.</summary>
    public static string With(string text, string replacement)
    {
        var at = Json.IndexOf(text, StringComparison.Ordinal);
        Assert.True(at >= 0, $"The sample does not hold: {text}");
        return Json[..at] + replacement + Json[(at + text.Length)..];
    }

    public static Programme Read(string json, int version = 1) => ProgrammeReader.Read(Parse(json), version);

    public static IReadOnlyList<DocumentError> Complaints(string json) =>
        Assert.Throws<DocumentException>(() => Read(json)).Errors;

    public static DocumentNode Parse(string json) => JsonDocuments.Parse(Encoding.UTF8.GetBytes(json));
}
