namespace Rewards.Domain.Text;

/// <summary>
/// The rule for every id that a client makes: 1–128 UTF-16 code units of valid Unicode without control characters,
/// compared ordinally and never normalised ("é" in one code point and in two are two ids).
/// </summary>
public static class IdText
{
    /// <summary>Longest id. Keeps a record's key part small enough for every backend's key limit.</summary>
    public const int LengthMax = 128;

    /// <summary>Says what is wrong with an id, or null when nothing is.</summary>
    public static string? Problem(string? id)
    {
        if (string.IsNullOrEmpty(id))
        {
            return "must not be empty";
        }

        if (id.Length > LengthMax)
        {
            return $"has {id.Length} characters; at most {LengthMax} are allowed";
        }

        return HasOnlyText(id) ? null : "contains a control character or half of a surrogate pair";
    }

    private static bool HasOnlyText(string id)
    {
        for (var i = 0; i < id.Length; i++)
        {
            var c = id[i];
            if (char.IsControl(c))
            {
                return false;
            }

            if (char.IsSurrogate(c))
            {
                if (!char.IsHighSurrogate(c) || i + 1 == id.Length || !char.IsLowSurrogate(id[i + 1]))
                {
                    return false;
                }

                i++;
            }
        }

        return true;
    }
}
