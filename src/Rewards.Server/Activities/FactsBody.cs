using System.Buffers.Text;
using System.Text.Json;
using Rewards.Domain.Activities;
using Rewards.Server.Http;

namespace Rewards.Server.Activities;

/// <summary>The flat map of facts: string, integer, decimal or boolean by name.</summary>
internal static class FactsBody
{
    /// <summary>A decimal keeps 28 digits; a longer number would be rounded in silence.</summary>
    private const int NumberLengthMax = 29;

    /// <summary>Where a thread gathers facts before it knows how many they are.</summary>
    [ThreadStatic]
    private static List<Fact>? read;

    /// <summary>
    /// Reads the map; facts come out in ordinal order of their names, so that a repeat compares equal.
    /// </summary>
    public static Fact[] Read(ref Utf8JsonReader reader)
    {
        if (reader.TokenType != JsonTokenType.StartObject)
        {
            throw StrictJson.WrongType(reader, "facts", "object");
        }

        var facts = read ??= new List<Fact>(ActivityLimits.FactsMax);
        facts.Clear();
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            if (facts.Count == ActivityLimits.FactsMax)
            {
                throw new ProblemException(
                    Problems.TooManyFacts,
                    $"An activity has at most {ActivityLimits.FactsMax} facts.",
                    ("maximum", ActivityLimits.FactsMax));
            }

            var name = ReadName(ref reader);
            reader.Read();
            facts.Add(new Fact(name, ReadValue(ref reader, "facts." + name)));
        }

        if (facts.Count > 1)
        {
            facts.Sort(static (x, y) => string.CompareOrdinal(x.Name, y.Name));
            RequireUnique(facts);
        }

        var exactly = facts.Count == 0 ? [] : facts.ToArray();
        facts.Clear();
        return exactly;
    }

    private static string ReadName(ref Utf8JsonReader reader)
    {
        var name = reader.GetString()!;
        return name.Length is >= 1 and <= ActivityLimits.FactNameLengthMax
            ? name
            : throw new ProblemException(
                Problems.InvalidValue,
                $"The name of a fact has 1 to {ActivityLimits.FactNameLengthMax} characters.",
                ("field", "facts"));
    }

    private static FactValue ReadValue(ref Utf8JsonReader reader, string field) => reader.TokenType switch
    {
        JsonTokenType.String => FactValue.Of(ReadText(ref reader, field)),
        JsonTokenType.True => FactValue.Of(true),
        JsonTokenType.False => FactValue.Of(false),
        JsonTokenType.Number => ReadNumber(ref reader, field),
        _ => throw StrictJson.WrongType(reader, field, "string, integer, decimal or boolean"),
    };

    private static string ReadText(ref Utf8JsonReader reader, string field)
    {
        var text = reader.GetString()!;
        return text.Length <= ActivityLimits.FactTextLengthMax
            ? text
            : throw new ProblemException(
                Problems.InvalidValue,
                $"'{field}' has {text.Length} characters; at most {ActivityLimits.FactTextLengthMax} are allowed.",
                ("field", field),
                ("maximum", ActivityLimits.FactTextLengthMax));
    }

    private static FactValue ReadNumber(ref Utf8JsonReader reader, string field)
    {
        if (StrictJson.IsInteger(reader.ValueSpan))
        {
            return reader.TryGetInt64(out var integer) ? FactValue.Of(integer) : throw StrictJson.OutOfRange(field);
        }

        return reader.ValueSpan.Length <= NumberLengthMax && !IsTooFine(reader.ValueSpan)
            && reader.TryGetDecimal(out var number)
            ? FactValue.Of(number)
            : throw StrictJson.OutOfRange(field);
    }

    /// <summary>
    /// Whether a number written with an exponent has digits that a decimal would round away: two numbers that differ
    /// must never be taken for the same.
    /// </summary>
    private static bool IsTooFine(ReadOnlySpan<byte> number)
    {
        const int decimalPlacesMax = 28;
        var at = number.IndexOfAny((byte)'e', (byte)'E');
        if (at < 0)
        {
            return false;
        }

        var point = number.IndexOf((byte)'.');
        var places = point < 0 ? 0 : at - point - 1;
        return !Utf8Parser.TryParse(number[(at + 1)..], out int exponent, out _)
            || (long)places - exponent > decimalPlacesMax;
    }

    private static void RequireUnique(List<Fact> facts)
    {
        for (var i = 1; i < facts.Count; i++)
        {
            if (facts[i].Name == facts[i - 1].Name)
            {
                throw new ProblemException(
                    Problems.DuplicateField,
                    $"The fact '{facts[i].Name}' occurs twice.",
                    ("field", "facts." + facts[i].Name));
            }
        }
    }
}
