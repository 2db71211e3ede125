namespace Rewards.Server.Http;

/// <summary>
/// A request that cannot be served: a code of <see cref="ProblemCatalogue"/> and what a program needs to react.
/// </summary>
public sealed class ProblemException(string code, string detail, params (string Name, object? Value)[] fields)
    : Exception(detail)
{
    public string Code { get; } = code;

    public IReadOnlyList<(string Name, object? Value)> Fields { get; } = fields;
}
