namespace Rewards.Journal.Sqlite.Index;

/// <summary>
/// Says for certain that a key is not in a run. Each key sets its bits within one cache line (64 bytes), chosen by the
/// key's upper part, so that filling it in key order walks through memory and asking touches one line.
/// </summary>
internal sealed class Bloom(ulong[] words)
{
    /// <summary>About one wrong "perhaps" in a hundred.</summary>
    private const int BitsPerKey = 10;
    private const int WordsPerLine = 8;
    private const int BitsPerLine = WordsPerLine * 64;
    private const int Probes = 6;

    public ulong[] Words => words;

    public static Bloom For(long keys)
    {
        var lines = ((keys * BitsPerKey) / BitsPerLine) + 1;
        return new Bloom(new ulong[lines * WordsPerLine]);
    }

    public void Add(IndexKey key)
    {
        var line = Line(key);
        var bits = key.Low;
        for (var i = 0; i < Probes; i++, bits >>= 9)
        {
            var bit = (int)(bits & (BitsPerLine - 1));
            words[line + (bit >> 6)] |= 1UL << (bit & 63);
        }
    }

    public bool MayContain(IndexKey key)
    {
        var line = Line(key);
        var bits = key.Low;
        for (var i = 0; i < Probes; i++, bits >>= 9)
        {
            var bit = (int)(bits & (BitsPerLine - 1));
            if ((words[line + (bit >> 6)] & (1UL << (bit & 63))) == 0)
            {
                return false;
            }
        }

        return true;
    }

    private long Line(IndexKey key) =>
        (long)Math.BigMul(key.High, (ulong)(words.Length / WordsPerLine), out _) * WordsPerLine;
}
