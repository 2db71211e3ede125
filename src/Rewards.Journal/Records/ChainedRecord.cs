namespace Rewards.Journal.Records;

/// <summary>Hash of the record before · record · its own hash, one after the other as they are hashed.</summary>
public readonly struct ChainedRecord(byte[] bytes)
{
    public ReadOnlyMemory<byte> PreviousHash => bytes.AsMemory(0, HashChain.Size);

    public ReadOnlyMemory<byte> Record => bytes.AsMemory(HashChain.Size, bytes.Length - (2 * HashChain.Size));

    public ReadOnlyMemory<byte> Hash => bytes.AsMemory(bytes.Length - HashChain.Size);
}
