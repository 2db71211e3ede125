namespace Rewards.Journal.Records;

/// <summary>
/// The layout of a record, version 1: format version (1 byte) · stream kind (1 byte) · community (text) · name (text)
/// · version · time (µs) · length of the side hash (0 or 32) and the hash · number of events, each: code, length,
/// payload · number of rows, each: kind (1 byte), key (text), length, value. Integers are LEB128. Captured records of
/// every version are replayed by the tests for ever.
/// </summary>
public static class RecordFormat
{
    public const byte Version1 = 1;
}
