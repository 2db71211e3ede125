using System.Text.RegularExpressions;

namespace Rewards.Reliability.Tests.PlantedBugs;

/// <summary>What came of a planted bug.</summary>
public enum TrialOutcome
{
    /// <summary>Its test failed, or did not end.</summary>
    Caught,

    /// <summary>Its test passed: the edit is no bug any more, or the test is too weak.</summary>
    Escaped,

    /// <summary>
    /// Nothing was learnt of the bug: the copy was not built, or the run ended without a word on the test.
    /// </summary>
    NotJudged,
}

/// <summary>A planted bug that was built and tested, and the log of the step that decided.</summary>
internal sealed record Trial(TrialOutcome Outcome, string Why, string Log)
{
    public string InWords => Outcome switch
    {
        TrialOutcome.Caught => "caught",
        TrialOutcome.Escaped => "ESCAPED",
        _ => $"NOT JUDGED: {Why}",
    };

    /// <summary>A build that fails, or that somebody ended, says nothing of the tests.</summary>
    public static Trial NotBuilt(int code, string log) =>
        new(TrialOutcome.NotJudged, $"the copy was not built (code {code})", log);

    /// <param name="test">The name of the method.</param>
    /// <param name="code">Of the run; null: it did not end, which ./test takes for a failure too.</param>
    /// <param name="log">What the run wrote.</param>
    public static Trial Of(string test, int? code, string log)
    {
        if (code is null)
        {
            return new(TrialOutcome.Caught, "the test did not end", log);
        }

        if (code == 0)
        {
            return new(TrialOutcome.Escaped, "the test passed", log);
        }

        return Regex.IsMatch(log, $@"\.{Regex.Escape(test)}(\(.*\))? \[FAIL\]")
            ? new(TrialOutcome.Caught, "the test failed", log)
            : new(TrialOutcome.NotJudged, $"the run ended with {code} and not with a failure of the test", log);
    }
}
