using Rewards.Domain.Programmes;

namespace Rewards.Server.Configuration;

/// <summary>One complaint about a file; <see cref="DocumentError.Line"/> 0: about the file as a whole.</summary>
public sealed record ConfigurationError(string File, DocumentError Error)
{
    /// <summary><c>file:line: field: message</c>, which editors and terminals turn into a link.</summary>
    public override string ToString() =>
        Error.Line == 0
            ? $"{File}: {Error.Field}: {Error.Message}"
            : $"{File}:{Error.Line}: {Error.Field}: {Error.Message}";
}

/// <summary>The configuration cannot be used. The message lists every complaint on a line of its own.</summary>
public sealed class ConfigurationException(IReadOnlyList<ConfigurationError> errors)
    : Exception(string.Join(Environment.NewLine, errors))
{
    public IReadOnlyList<ConfigurationError> Errors { get; } = errors;

    public static ConfigurationException Of(string file, DocumentException mistakes) =>
        new([.. mistakes.Errors.Select(error => new ConfigurationError(file, error))]);

    /// <summary>A complaint about the file as a whole.</summary>
    public static ConfigurationException Of(string file, string message) =>
        new([new ConfigurationError(file, new DocumentError(0, "file", message))]);
}
