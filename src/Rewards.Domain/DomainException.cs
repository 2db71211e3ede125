namespace Rewards.Domain;

/// <summary>
/// A command that the domain refuses; nothing changes. <see cref="Code"/> is stable and becomes the problem type of the
/// HTTP answer; <see cref="Fields"/> are what a program needs to react.
/// </summary>
public sealed class DomainException : Exception
{
    public DomainException(string code, string message, params (string Name, object? Value)[] fields)
        : base(message)
    {
        Code = code;
        Fields = fields;
    }

    public string Code { get; }

    public IReadOnlyList<(string Name, object? Value)> Fields { get; }
}
