namespace Rewards.Reliability.Tests.Corruption;

/// <summary>What a disk, a cable or a person may do to a file.</summary>
internal sealed record Damage(string Kind, string File, string Where)
{
    public const string Zeros = "zeros";
    private const int SectorBytes = 512;
    private const int PageBytes = 4096;

    /// <summary>Damages one of the files; the others stay as they are.</summary>
    public static Damage Do(Dictionary<string, byte[]> files, Random random)
    {
        var names = files.Keys.Where(name => files[name].Length > 0).Order(StringComparer.Ordinal).ToArray();
        var name = names[random.Next(names.Length)];
        if (files[name].Length < SectorBytes)
        {
            // The small one beside the others need not be hit as often.
            name = names[random.Next(names.Length)];
        }

        var bytes = files[name];
        var at = random.Next(bytes.Length);
        switch (random.Next(7))
        {
            case 0:
                bytes[at] ^= (byte)(1 << random.Next(8));
                return new Damage("a bit", name, $"{at}");
            case 1:
                for (var i = random.Next(2, 20); i > 0; i--)
                {
                    bytes[random.Next(bytes.Length)] ^= (byte)(1 << random.Next(8));
                }

                return new Damage("some bits", name, "anywhere");
            case 2:
                files[name] = bytes[..at];
                return new Damage("cut", name, $"at {at}");
            case 3:
                var page = at / PageBytes * PageBytes;
                files[name] = bytes[..page];
                return new Damage("cut", name, $"at {page}");
            case 4:
                var zeros = bytes.AsSpan(at / SectorBytes * SectorBytes);
                zeros[..Math.Min(zeros.Length, SectorBytes << random.Next(4))].Clear();
                return new Damage(Zeros, name, $"at {at / SectorBytes * SectorBytes}");
            case 5:
                random.NextBytes(bytes.AsSpan(at, Math.Min(bytes.Length - at, random.Next(1, 2_000))));
                return new Damage("noise", name, $"at {at}");
            default:
                var (from, to) = (random.Next(bytes.Length) / PageBytes * PageBytes, at / PageBytes * PageBytes);
                var length = Math.Min(PageBytes, bytes.Length - Math.Max(from, to));
                bytes.AsSpan(from, length).CopyTo(bytes.AsSpan(to));
                return new Damage("a page of another place", name, $"{from} to {to}");
        }
    }
}
