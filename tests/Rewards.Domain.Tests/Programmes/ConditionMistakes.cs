namespace Rewards.Domain.Tests.Programmes;

/// <summary>Mistakes in conditions: good text, bad text, line, field, part of the message.</summary>
public static class ConditionMistakes
{
    private const string Correct = "{ \"fact\": \"correct\", \"is\": true }";
    private const string Score = "{ \"fact\": \"score\", \"atLeast\": 0.5 }";
    private const string Tries = "{ \"fact\": \"tries\", \"moreThan\": 3 }";
    private const string Comment = "{ \"fact\": \"comment\", \"length\": { \"atLeast\": 50 } }";
    private const string First = "rules[0].if.all[0]";
    private const string Second = "rules[0].if.all[1].any[0]";
    private const string Third = "rules[0].if.all[1].any[1].not";
    private const string Whole = "rules[1].if";

    public static TheoryData<string, string, int, string, string> All => new()
    {
        {
            Correct, "{ \"fact\": \"corect\", \"is\": true }",
            24, First + ".fact",
            "unknown fact of 'quiz-answered' 'corect'; did you mean 'correct'?"
        },
        { Correct, "{ \"fact\": \"comment\", \"is\": true }", 24, First + ".fact", "unknown fact" },
        { Correct, "{ \"fact\": \"correct\" }", 24, First, "exactly one test" },
        { Correct, "{ \"fact\": \"correct\", \"is\": true, \"in\": [true] }", 24, First, "exactly one test" },
        { Correct, "{ \"fact\": \"correct\", \"is\": true, \"iss\": 1 }", 24, First + ".iss", "did you mean 'is'?" },
        {
            Correct, "{ \"fact\": \"correct\", \"is\": \"yes\" }",
            24, First + ".is",
            "true or false (yes, no, on and off are texts)"
        },
        { Correct, "{ \"fact\": \"correct\", \"is\": 1 }", 24, First + ".is", "is 1; allowed: true or false" },
        {
            Correct, "{ \"fact\": \"correct\", \"atLeast\": 1 }",
            24, First + ".atLeast",
            "is a boolean; allowed: is, in"
        },
        {
            Correct, "{ \"fact\": \"correct\", \"length\": { \"atMost\": 1 } }",
            24, First + ".length",
            "is a boolean; allowed: is, in"
        },
        { Correct, "{}", 24, First, "says nothing to test" },
        { Correct, "7", 24, First, "allowed: a mapping with all, any, not or fact" },
        { Correct, "{ \"is\": true, \"fact\": 5 }", 24, First + ".fact", "(in quotes)" },
        { Correct, "{ \"all\": [] }", 24, First + ".all", "one or more conditions" },
        { Correct, "{ \"all\": {} }", 24, First + ".all", "a list of conditions" },
        { Correct, "{ \"not\": [] }", 24, First + ".not", "allowed: a mapping with all" },
        { Correct, "{ \"not\": " + Correct + ", \"also\": 1 }", 24, First + ".also", "unknown field 'also'" },
        {
            Score, "{ \"fact\": \"score\", \"atLeast\": \"0.5\" }",
            25, Second + ".atLeast",
            "a number of at most 28 digits"
        },
        { Score, "{ \"fact\": \"score\", \"is\": 0.12345678901234567890123456789 }", 25, Second + ".is", "28 digits" },
        { Score, "{ \"fact\": \"score\", \"length\": { \"atLeast\": 5 } }", 25, Second + ".length", "is a decimal" },
        { Tries, "{ \"fact\": \"tries\", \"moreThan\": 3.5 }", 25, Third + ".moreThan", "is 3.5; allowed: an integer" },
        { Tries, "{ \"fact\": \"tries\", \"is\": 9223372036854775808 }", 25, Third + ".is", "an integer from" },
        { Tries, "{ \"fact\": \"tries\", \"in\": [] }", 25, Third + ".in", "has 0 values; allowed: 1 to 1000" },
        { Tries, "{ \"fact\": \"tries\", \"in\": 5 }", 25, Third + ".in", "a list of values; 'tries' is an integer" },
        {
            Tries, "{ \"fact\": \"tries\", \"in\": [1, \"2\"] }",
            25, Third + ".in[1]",
            "is the text '2'; allowed: an integer"
        },
        {
            Comment, "{ \"fact\": \"comment\", \"atLeast\": 5 }",
            38, Whole + ".atLeast",
            "is a text; allowed: is, in, length"
        },
        { Comment, "{ \"fact\": \"comment\", \"is\": 5 }", 38, Whole + ".is", "(in quotes)" },
        { Comment, "{ \"fact\": \"comment\", \"is\": null }", 38, Whole + ".is", "is empty" },
        { Comment, "{ \"fact\": \"comment\", \"length\": 50 }", 38, Whole + ".length", "{ atLeast: 50 }" },
        { Comment, "{ \"fact\": \"comment\", \"length\": {} }", 38, Whole + ".length", "exactly one bound" },
        {
            Comment, "{ \"fact\": \"comment\", \"length\": { \"atMost\": -1 } }",
            38, Whole + ".length.atMost",
            "from 0 to 4096"
        },
        {
            Comment, "{ \"fact\": \"comment\", \"length\": { \"atMost\": 1, \"is\": 2 } }",
            38, Whole + ".length.is",
            "Allowed: atLeast"
        },
        { Comment, "[" + Comment + "]", 38, Whole, "is a list; allowed: a mapping with all" },
    };
}
