namespace Rewards.Domain.Programmes;

/// <summary>
/// A configuration document as its author wrote it, whatever its syntax (YAML file, JSON body): the readers work on it
/// and every complaint can name line and field. <paramref name="Line"/> counts from 1; 0 where the syntax has no lines.
/// </summary>
public abstract record DocumentNode(int Line);

/// <summary>What a scalar is, as the syntax tells it.</summary>
public enum ScalarKind
{
    Text,
    Integer,
    Decimal,
    Boolean,
    Null,
}

public sealed record ScalarNode(int Line, ScalarKind Kind, string Text) : DocumentNode(Line);

public sealed record ListNode(int Line, IReadOnlyList<DocumentNode> Items) : DocumentNode(Line);

/// <summary>
/// A mapping; keys are unique (a duplicate is refused by whoever parses) and in the order of writing.
/// </summary>
public sealed record MapNode(int Line, IReadOnlyList<MapEntry> Entries) : DocumentNode(Line);

public sealed record MapEntry(string Key, int Line, DocumentNode Value);

/// <summary>
/// One complaint: <paramref name="Field"/> is the path (<c>rules[2].limits[0].within</c>), <paramref name="Message"/>
/// says what is wrong and what is allowed.
/// </summary>
public sealed record DocumentError(int Line, string Field, string Message);

/// <summary>A document that cannot be used, with everything that is wrong with it (at most 50 complaints).</summary>
public sealed class DocumentException(IReadOnlyList<DocumentError> errors)
    : Exception(string.Join(Environment.NewLine, errors.Select(e => $"line {e.Line}: {e.Field}: {e.Message}")))
{
    public IReadOnlyList<DocumentError> Errors { get; } = errors;
}
