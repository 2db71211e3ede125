using System.Globalization;
using System.Text.Json;
using NodaTime;
using NodaTime.Text;
using Rewards.Domain.Text;

namespace Rewards.Server.Http;

/// <summary>
/// Reads JSON objects strictly: every field known, once, of its exact type. What is wrong is told with the field's
/// path.
/// </summary>
public static class StrictJson
{
    /// <summary>An object of flat maps needs two levels; one more tells a nested fact from broken JSON.</summary>
    private const int DepthMax = 4;

    private const int MicrosecondDigits = 6;

    private static readonly JsonReaderOptions ReaderOptions = new() { MaxDepth = DepthMax };

    /// <summary>Reads one field; the reader stands on its value. False: the field is not known.</summary>
    public delegate bool FieldReader<T>(ref Utf8JsonReader reader, ref T target, scoped ref FieldsSeen seen);

    /// <summary>Reads one object and nothing after it.</summary>
    /// <exception cref="ProblemException">Any of the problems of a body.</exception>
    public static T ReadObject<T>(ReadOnlySpan<byte> utf8, FieldReader<T> readField)
        where T : struct
    {
        var reader = new Utf8JsonReader(utf8, ReaderOptions);
        var target = default(T);
        var seen = default(FieldsSeen);
        try
        {
            if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject)
            {
                throw new ProblemException(Problems.WrongType, "The body must be a JSON object.", ("expected",
                    "object"));
            }

            while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
            {
                var name = reader;
                if (!readField(ref reader, ref target, ref seen))
                {
                    var field = name.GetString();
                    throw new ProblemException(Problems.UnknownField, $"The field '{field}' is not known.", ("field",
                        field));
                }
            }

            // Anything after the object is read, and refused, here.
            while (reader.Read())
            {
            }

            return target;
        }
        catch (JsonException e)
        {
            throw Explain(e, utf8);
        }
        catch (ProblemException e) when (e.Code is Problems.WrongType or Problems.UnknownField && IsTooDeep(utf8))
        {
            throw TooDeep();
        }
        catch (InvalidOperationException)
        {
            throw new ProblemException(Problems.InvalidUtf8, "A text holds half of a surrogate pair.");
        }
    }

    /// <summary>Moves to the value of a field that was not seen before.</summary>
    public static void Begin(ref Utf8JsonReader reader, scoped ref FieldsSeen seen, int bit, string field)
    {
        if (!seen.Add(bit))
        {
            throw new ProblemException(Problems.DuplicateField, $"The field '{field}' occurs twice.", ("field", field));
        }

        reader.Read();
    }

    public static string ReadText(ref Utf8JsonReader reader, string field) =>
        reader.TokenType == JsonTokenType.String ? reader.GetString()! : throw WrongType(reader, field, "string");

    public static string ReadId(ref Utf8JsonReader reader, string field)
    {
        var id = ReadText(ref reader, field);
        return IdText.Problem(id) is { } problem
            ? throw new ProblemException(Problems.InvalidId, $"'{field}' {problem}.", ("field", field))
            : id;
    }

    /// <summary>An id that addresses will hold: URLs resolve "." and "..", however they are written.</summary>
    public static string ReadAddressedId(ref Utf8JsonReader reader, string field)
    {
        var id = ReadId(ref reader, field);
        return id is "." or ".."
            ? throw new ProblemException(
                Problems.InvalidId, $"'{field}' is '{id}', which no address can hold.", ("field", field))
            : id;
    }

    public static long ReadInteger(ref Utf8JsonReader reader, string field)
    {
        if (reader.TokenType != JsonTokenType.Number || !IsInteger(reader.ValueSpan))
        {
            throw WrongType(reader, field, "integer");
        }

        return reader.TryGetInt64(out var value) ? value : throw OutOfRange(field);
    }

    public static bool ReadBoolean(ref Utf8JsonReader reader, string field) => reader.TokenType switch
    {
        JsonTokenType.True => true,
        JsonTokenType.False => false,
        _ => throw WrongType(reader, field, "boolean"),
    };

    /// <summary>RFC 3339 in UTC ("…Z"), to the microsecond. Hour 24 is ISO 8601's, not RFC 3339's.</summary>
    public static Instant ReadTime(ref Utf8JsonReader reader, string field) =>
        ParseTime(ReadText(ref reader, field), field);

    /// <summary>The same for a text, as in a query.</summary>
    public static Instant ParseTime(string text, string field)
    {
        var dot = text.IndexOf('.', StringComparison.Ordinal);
        var digits = dot < 0 ? 0 : text.Length - dot - 2;
        var parsed = InstantPattern.ExtendedIso.Parse(text);
        return parsed.Success && digits <= MicrosecondDigits && !text.Contains("T24", StringComparison.Ordinal)
            ? parsed.Value
            : throw new ProblemException(
                Problems.InvalidTime,
                $"'{field}' must be a time in UTC such as 2026-11-20T08:30:00Z, "
                + $"with at most {MicrosecondDigits} decimals.",
                ("field", field));
    }

    public static bool IsInteger(ReadOnlySpan<byte> number) => number.IndexOfAny((byte)'.', (byte)'e', (byte)'E') < 0;

    public static ProblemException WrongType(in Utf8JsonReader reader, string field, string expected) => new(
        Problems.WrongType,
        $"'{field}' must be of type {expected}.",
        ("field", field),
        ("expected", expected),
        ("actual", Describe(reader)));

    public static ProblemException OutOfRange(string field) => new(
        Problems.NumberOutOfRange,
        $"'{field}' is outside the range of numbers that are taken ({long.MinValue} to {long.MaxValue} for integers).",
        ("field", field));

    public static ProblemException Missing(string field) =>
        new(Problems.MissingField, $"The field '{field}' is required.", ("field", field));

    private static string Describe(in Utf8JsonReader reader) => reader.TokenType switch
    {
        JsonTokenType.String => "string",
        JsonTokenType.Number => IsInteger(reader.ValueSpan) ? "integer" : "decimal",
        JsonTokenType.True or JsonTokenType.False => "boolean",
        JsonTokenType.Null => "null",
        JsonTokenType.StartArray => "array",
        _ => "object",
    };

    private static ProblemException Explain(JsonException e, ReadOnlySpan<byte> utf8)
    {
        var where = string.Create(
            CultureInfo.InvariantCulture, $"line {e.LineNumber + 1}, byte {e.BytePositionInLine + 1}");
        return IsTooDeep(utf8)
            ? TooDeep()
            : new ProblemException(Problems.InvalidJson, $"The body is not valid JSON ({where}).");
    }

    /// <summary>
    /// Whether the nesting goes below <see cref="DepthMax"/> anywhere before the JSON ends or breaks. The strict reader
    /// stops at the first field that does not fit, which is rarely the deepest.
    /// </summary>
    private static bool IsTooDeep(ReadOnlySpan<byte> utf8)
    {
        var reader = new Utf8JsonReader(utf8, new JsonReaderOptions { MaxDepth = DepthMax + 1 });
        try
        {
            while (reader.Read())
            {
                if (reader.TokenType is JsonTokenType.StartObject or JsonTokenType.StartArray
                    && reader.CurrentDepth >= DepthMax)
                {
                    return true;
                }
            }
        }
        catch (JsonException)
        {
            // Broken, and not deep up to there.
        }

        return false;
    }

    private static ProblemException TooDeep() =>
        new(Problems.TooDeep, $"The body is nested more than {DepthMax} levels deep.");
}

/// <summary>Which fields of an object were read; at most 32.</summary>
public struct FieldsSeen
{
    private uint bits;

    /// <summary>False when it was seen before.</summary>
    public bool Add(int bit)
    {
        var before = bits;
        bits |= 1u << bit;
        return bits != before;
    }
}
