namespace Rewards.AzureTables;

/// <summary>
/// What the service takes, from its published limits ("Scalability and performance targets for Table storage",
/// "Understanding the Table service data model", "Performing entity group transactions"). All are checked before a
/// request is sent, so that a refusal is never an unknown outcome.
/// </summary>
public static class TableLimits
{
    /// <summary>Most entities in one entity group transaction.</summary>
    public const int EntitiesPerTransactionMax = 100;

    /// <summary>Largest body of one entity group transaction in bytes, base64 and part headers included.</summary>
    public const int TransactionBytesMax = 4 << 20;

    /// <summary>Largest binary property in bytes.</summary>
    public const int BinaryBytesMax = 64 << 10;

    /// <summary>Longest text property in UTF-16 code units: the service counts 64 KiB of UTF-16.</summary>
    public const int TextLengthMax = 32 << 10;

    /// <summary>
    /// Largest entity in bytes. The service counts the stored properties; the emulator counts the JSON body, in which
    /// binary has grown by a third. The stricter one holds, so that what is tested is what is run.
    /// </summary>
    public const int EntityJsonBytesMax = 1 << 20;

    /// <summary>Longest partition key and row key in UTF-16 code units: 1 KiB each.</summary>
    public const int KeyLengthMax = 512;

    /// <summary>Most properties of an entity beside its keys and time stamp.</summary>
    public const int PropertiesMax = 252;

    /// <summary>Most entities in one page of a query.</summary>
    public const int PageEntitiesMax = 1_000;

    /// <summary>
    /// Why a key cannot be used, or null: <c>/ \ # ?</c> and control characters (U+0000–U+001F, U+007F–U+009F) are
    /// forbidden, and a lone surrogate has no UTF-8 form to travel in.
    /// </summary>
    public static string? WhyNotAKey(string key)
    {
        if (key.Length > KeyLengthMax)
        {
            return $"it has {key.Length} characters; at most {KeyLengthMax} are allowed";
        }

        for (var i = 0; i < key.Length; i++)
        {
            if (key[i] is '/' or '\\' or '#' or '?' || char.IsControl(key[i]))
            {
                return $"the character U+{(int)key[i]:X4} is not allowed";
            }

            if (char.IsHighSurrogate(key[i]) && i + 1 < key.Length && char.IsLowSurrogate(key[i + 1]))
            {
                i++;
            }
            else if (char.IsSurrogate(key[i]))
            {
                return $"U+{(int)key[i]:X4} is half a character";
            }
        }

        return null;
    }
}
