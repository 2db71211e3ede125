using System.Text.Encodings.Web;
using System.Text.Json;

namespace Rewards.Server.Tests.Running;

/// <summary>Bodies of activities of the example communities.</summary>
internal static class Bodies
{
    private static readonly JsonSerializerOptions Readable =
        new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static string Quiz(string id, string member, string article = "article-7", bool correct = true) =>
        Write(new { id, member, type = "quiz-answered", subject = article, facts = new { correct } });

    public static string Recommendation(string id, string member, string to, bool successful = true) =>
        Write(new
        {
            id,
            member,
            type = "article-recommended",
            subject = "article-7",
            counterparty = to,
            facts = new { successful }
        });

    public static string Comment(string id, string member, string text = "好文") =>
        Write(new { id, member, type = "comment-posted", subject = "article-7", facts = new { text } });

    public static string Share(string id, string member, string article = "article-7") =>
        Write(new { id, member, type = "article-shared", subject = article, counterparty = "friend-" + id });

    public static string Write(object activity) => JsonSerializer.Serialize(activity, Readable);
}
