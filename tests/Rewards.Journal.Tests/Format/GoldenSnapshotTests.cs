using NodaTime;
using Rewards.Domain.Ledger;
using Rewards.Domain.Members;
using Rewards.Journal.Snapshots;

namespace Rewards.Journal.Tests.Format;

/// <summary>Snapshots as earlier versions of the program wrote them; they are read for ever.</summary>
public sealed class GoldenSnapshotTests
{
    private const string Rest =
        "01808FEE9DB4FDA506018080BAADB6A6B406020866656174686572731E140402018080BAADB6A6B4060900060573746172"
        + "730500000002010203040506070880809BECE4FAA506018080D6C9E8FFA5060A0000000000000009000002";

    // The same state, and no sections.
    private const string Version2 = "02" + Rest + "00";

    /// <summary>What was contributed in its time is in the records only: they are replayed.</summary>
    [Fact]
    public void Snapshot_OfVersion1_IsPassedOver() =>
        Assert.Null(MemberSnapshot.Read(Convert.FromHexString("01" + Rest)));

    [Fact]
    public void Snapshot_OfVersion2_IsReadForEver()
    {
        var state = MemberSnapshot.Read(Convert.FromHexString(Version2))!;

        Assert.Equal(Instant.FromUtc(2026, 3, 1, 12, 30, 15), state.Since);
        Assert.Equal(Instant.FromUtc(2027, 3, 1, 0, 0), state.ExpiryWakeAt);
        Assert.Equal(
            [("feathers", 15, 10, 2), ("stars", -3, 0, 0)],
            state.Wallets.Select(wallet => (wallet.Currency, wallet.Available, wallet.Pending, wallet.Held)));
        Assert.Equal(
            [new Lot(Instant.FromUtc(2027, 3, 1, 0, 0), 9), new Lot(null, 6)], state.Wallets[0].Lots.ToArray());
        Assert.Equal(
            [
                new LimitCounter(
                    0x0102030405060708, Instant.FromUtc(2026, 3, 1, 0, 0), Instant.FromUtc(2026, 3, 2, 0, 0), 5),
                new LimitCounter(9, NodaConstants.UnixEpoch, null, 1),
            ],
            state.Limits.All.ToArray());
    }

    [Fact]
    public void Snapshot_CutAnywhere_IsCorrupt()
    {
        var bytes = Convert.FromHexString(Version2);
        for (var length = 1; length < bytes.Length; length++)
        {
            Assert.Throws<JournalCorruptException>(() => MemberSnapshot.Read(bytes.AsSpan(0, length)));
        }
    }
}
