using Rewards.Server.Tests.Running;

namespace Rewards.Server.Tests.Sequences;

/// <summary>The answer that the model gives: a problem, or an answer with or without awards.</summary>
internal sealed record Expected(int Status, string? ProblemCode, bool Replayed, EarnedModel? Earned)
{
    public static Expected Problem(int status, string code) => new(status, code, false, null);

    public static Expected Awards(EarnedModel earned, bool replayed) => new(200, null, replayed, earned);

    public static Expected Adjustment(bool replayed) => new(200, null, replayed, null);

    public void AssertIs(Answer answer)
    {
        Assert.True((Status, ProblemCode) == (answer.Status, answer.Problem),
            $"{Status} {ProblemCode} expected, but got {answer.Status}: {answer.Text}");
        if (ProblemCode is not null)
        {
            return;
        }

        Assert.Equal(Replayed ? "true" : "false", answer["replayed"]);
        if (Earned is null)
        {
            return;
        }

        Assert.Equal(Earned.Given.Length, answer.Count("awards"));
        foreach (var (currency, asked, given) in Earned.Given)
        {
            var i = Enumerable.Range(0, Earned.Given.Length).Single(n => answer[$"awards.{n}.currency"] == currency);
            Assert.Equal((asked, given), (answer.Number($"awards.{i}.asked"), answer.Number($"awards.{i}.amount")));
            Assert.Equal(Earned.Type == "comment" ? "pending" : "granted", answer[$"awards.{i}.status"]);
        }

        if (answer.At("current") is not null)
        {
            var status = Earned.Reversed ? "reversed" : Earned.Review ?? (Earned.Gave ? "granted" : "none");
            Assert.Equal(status, answer["current.status"]);
        }
    }
}
