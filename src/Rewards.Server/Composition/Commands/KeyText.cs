using Rewards.Domain.Registry;

namespace Rewards.Server.Composition.Commands;

/// <summary>Scopes by the names that the API has for them.</summary>
internal static class KeyText
{
    public static readonly string[] AllNames =
        [.. Enum.GetValues<ApiScope>().Where(scope => scope != ApiScope.None).Select(NameOf)];

    public static IEnumerable<string> Names(ApiScope scopes) => Enum.GetValues<ApiScope>()
        .Where(scope => scope != ApiScope.None && scopes.HasFlag(scope))
        .Select(NameOf);

    /// <exception cref="ArgumentsException">There is no such scope.</exception>
    public static ApiScope Parse(string name) =>
        AllNames.Contains(name, StringComparer.Ordinal)
            ? Enum.Parse<ApiScope>(name, ignoreCase: true)
            : throw new ArgumentsException($"--scope: '{name}' is not one of {string.Join(", ", AllNames)}.");

    private static string NameOf(ApiScope scope) => scope.ToString().ToLowerInvariant();
}
