namespace Rewards.Domain.Programmes;

/// <summary>Bounds of one configuration document, whatever its syntax.</summary>
public static class DocumentLimits
{
    /// <summary>Largest document, in bytes of UTF-8; its canonical form is one record of the journal.</summary>
    public const int BytesMax = 524_288;

    /// <summary>Deepest nesting: 16 levels of conditions take two each, below <c>rules[0].if</c>.</summary>
    public const int DepthMax = 64;

    /// <summary>Longest spelling of a number.</summary>
    public const int NumberLengthMax = 64;
}
