namespace Rewards.Domain.Text;

/// <summary>
/// Names that operators give (community, currency, rule, activity type): they stand in URLs and files.
/// </summary>
public static class Slug
{
    public const int LengthMax = 64;

    /// <summary>Says what is wrong with a name, or null when nothing is.</summary>
    public static string? Problem(string? name)
    {
        if (string.IsNullOrEmpty(name))
        {
            return "must not be empty";
        }

        if (name.Length > LengthMax)
        {
            return $"has {name.Length} characters; at most {LengthMax} are allowed";
        }

        foreach (var c in name)
        {
            if (!char.IsAsciiLetterLower(c) && !char.IsAsciiDigit(c) && c != '-')
            {
                return "may hold only lower-case letters a–z, digits and '-'";
            }
        }

        return name[0] == '-' || name[^1] == '-' ? "must not begin or end with '-'" : null;
    }
}
