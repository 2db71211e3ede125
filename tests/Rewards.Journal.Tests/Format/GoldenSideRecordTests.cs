using System.Security.Cryptography;
using Rewards.Domain.Activities;
using Rewards.Journal.Events;

namespace Rewards.Journal.Tests.Format;

/// <summary>Side records as earlier versions of the program wrote them; they are read for ever.</summary>
public sealed class GoldenSideRecordTests
{
    private const string Version1 =
        "01000102030405060708090A0B0C0D0E0F03046369747901054BC3B66C6E036167650254056D696E6F720400010E61736B65"
        + "642062792070686F6E65";
    private const string HashOfVersion1 = "09B846DAB1176B6306963DFC5443B63AE72FFC05F4A1F09B9CDD32D937CDE0F1";

    private static readonly SideRecord Content = new(
        [
            new Fact("city", FactValue.Of("Köln")), new Fact("age", FactValue.Of(42)),
            new Fact("minor", FactValue.Of(false)),
        ],
        "asked by phone");

    [Fact]
    public void SideRecord_OfVersion1_IsReadForEver()
    {
        var read = SideRecord.Read(Convert.FromHexString(Version1), Convert.FromHexString(HashOfVersion1));

        Assert.Equal(Content.Facts, read.Facts);
        Assert.Equal(Content.Reason, read.Reason);
    }

    [Fact]
    public void SideRecord_WrittenToday_HasTheBytesOfVersion1()
    {
        byte[] salt = [.. Enumerable.Range(0, SideRecord.SaltSize).Select(i => (byte)i)];

        var written = SideRecord.Write(Content, salt);

        Assert.Equal(Version1, Convert.ToHexString(written));
        Assert.Equal(HashOfVersion1, Convert.ToHexString(SHA256.HashData(written)));
    }
}
