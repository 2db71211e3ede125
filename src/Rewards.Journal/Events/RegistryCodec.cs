using Rewards.Domain.Registry;
using Rewards.Journal.Records;

namespace Rewards.Journal.Events;

/// <summary>community-opened.v1, api-key-created.v1, api-key-revoked.v1</summary>
internal static class RegistryCodec
{
    public static void WriteOpened(ByteWriter writer, CommunityOpened change)
    {
        writer.Text(change.Community);
        writer.Text(change.By);
    }

    public static CommunityOpened ReadOpened(ref ByteReader reader) => new(reader.Text(), reader.Text());

    public static void WriteKeyCreated(ByteWriter writer, ApiKeyCreated change)
    {
        writer.Text(change.Id);
        writer.Blob(change.SecretHash.Span);
        writer.Unsigned((ulong)change.Scopes);
        writer.Unsigned((ulong)change.Communities.Count);
        foreach (var community in change.Communities)
        {
            writer.Text(community);
        }

        writer.Text(change.Actor);
        writer.OptionalTime(change.ExpiresAt);
        writer.Text(change.By);
    }

    public static ApiKeyCreated ReadKeyCreated(ref ByteReader reader)
    {
        var id = reader.Text();
        var hash = reader.Blob().ToArray();
        var scopes = (ApiScope)reader.Unsigned();
        var communities = new string[reader.Count()];
        for (var i = 0; i < communities.Length; i++)
        {
            communities[i] = reader.Text();
        }

        return new ApiKeyCreated(
            id, hash, scopes, communities, reader.Text(), reader.OptionalTime(), reader.Text());
    }

    public static void WriteKeyRevoked(ByteWriter writer, ApiKeyRevoked change)
    {
        writer.Text(change.Id);
        writer.Text(change.By);
    }

    public static ApiKeyRevoked ReadKeyRevoked(ref ByteReader reader) => new(reader.Text(), reader.Text());
}
