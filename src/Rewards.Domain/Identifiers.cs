namespace Rewards.Domain;

/// <summary>
/// A community (tenant). Nothing crosses from one community to another. A slug of at most 64 characters.
/// </summary>
public readonly record struct CommunityId(string Value)
{
    public override string ToString() => Value;
}

/// <summary>
/// A member of one community, by the id that the operator's systems use. See <see cref="Text.IdText"/>.
/// </summary>
public readonly record struct MemberId(string Value)
{
    public override string ToString() => Value;
}

/// <summary>An activity; the client makes it, and it means once per (community, member, id), for ever.</summary>
public readonly record struct ActivityId(string Value)
{
    public override string ToString() => Value;
}
