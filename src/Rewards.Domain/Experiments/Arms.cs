using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace Rewards.Domain.Experiments;

/// <summary>
/// Which members an experiment treats. A member's place among all depends on nothing but the ids of experiment and
/// member: the same on every host and for ever, another one in every experiment, and who is treated at some percentage
/// is treated at every larger one.
/// </summary>
public static class Arms
{
    private const int Places = 10_000;
    private const int PlacesPerPercent = Places / 100;

    /// <summary>Longest ids are taken on the stack; 4 bytes for each of 64 + 1 + 128 characters are enough.</summary>
    private const int BytesMax = 1_024;

    public static bool IsTreated(string experiment, string member, int percent) =>
        PlaceOf(experiment, member) < percent * PlacesPerPercent;

    /// <summary>0 to 9,999. What goes into the hash is fixed for ever: who is in which arm can be told later.</summary>
    public static int PlaceOf(string experiment, string member)
    {
        Span<byte> text = stackalloc byte[BytesMax];
        var length = Encoding.UTF8.GetBytes(experiment, text);
        text[length++] = (byte)'\n';
        length += Encoding.UTF8.GetBytes(member, text[length..]);
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(text[..length], hash);
        return (int)(BinaryPrimitives.ReadUInt64BigEndian(hash) % Places);
    }
}
