using NodaTime;
using Rewards.Domain;
using Rewards.Domain.Activities;
using Rewards.Grains.Members;

namespace Rewards.Grains.Tests.Simulation;

/// <summary>One command; it answers once it is acknowledged, and is sent again under the same id until then.</summary>
internal delegate ValueTask<object?> Command(IMemberGrain member);

/// <summary>
/// What one client does to one member, step after step. What it comes to does not depend on the order among clients, so
/// that the model needs no more than sums.
/// </summary>
/// <param name="Member">The member.</param>
/// <param name="Activity">Id of the activity that it records, if it does.</param>
/// <param name="Steps">The commands.</param>
/// <param name="Stars">Stars more (less) in the end; for a hold, if it is granted.</param>
/// <param name="Feathers">Feathers more in the end.</param>
/// <param name="Read">Whether it is one of the readings, of which at most 20 feathers a day are paid.</param>
/// <param name="MayBeRefused">A hold of more than there is.</param>
internal sealed record Script(
    string Member, string? Activity, Command[] Steps, long Stars, long Feathers, bool Read, bool MayBeRefused)
{
    /// <summary>What waits for a review that comes too late.</summary>
    public bool MayLapse { get; init; }

    /// <summary>Only ever given stars: what was acknowledged must be seen by every later read.</summary>
    public const string Growing = "growing";

    public const string Rules = """
        [
          { "id": "read", "order": 1, "when": "read", "give": { "feathers": 5 },
            "limits": [{ "per": "member", "within": "day", "amount": 20 }] },
          { "id": "comment", "order": 1, "when": "comment", "give": { "feathers": 10 }, "status": "pending",
            "limits": [{ "per": "member-and-subject", "within": "lifetime", "times": 1 }] },
          { "id": "share", "order": 1, "when": "share", "give": { "stars": 3 } }
        ]
        """;

    public static Script Random(Random random, int index, Instant at)
    {
        var (id, member, amount) = ($"s{index}", $"m{random.Next(2)}", random.Next(1, 9));
        var adjustment = random.Next(2) == 0 ? amount : -amount;
        var approve = Review(id, true);
        return random.Next(15) switch
        {
            0 => new(member, id, [Record(id, "share")], 3, 0, false, false),
            1 => new(member, id, [Record(id, "share"), Reverse(id)], 0, 0, false, false),
            2 or 3 => new(member, id, [Record(id, "read", at)], 0, 0, Read: true, false),
            4 => new(member, id, [Record(id, "comment"), approve], 0, 10, false, false) { MayLapse = true },
            5 => new(member, id, [Record(id, "comment"), Review(id, false)], 0, 0, false, false) { MayLapse = true },
            6 => new(member, id, [Record(id, "comment")], 0, 0, false, false) { MayLapse = true },
            7 => new(member, id, [Record(id, "comment"), Reverse(id)], 0, 0, false, false) { MayLapse = true },
            8 => new(member, id, [Record(id, "comment"), approve, Reverse(id)], 0, 0, false, false) { MayLapse = true },
            9 => new(member, null, [Adjust(id, adjustment)], adjustment, 0, false, false),
            10 => new(member, null, [Hold(id, amount), End(id, amount / 2)], -(amount / 2), 0, false, true),
            _ => new(Growing, id, [Record(id, "share")], 3, 0, false, false),
        };
    }

    private static Command Record(string id, string type, Instant? at = null) => async member =>
        await member.RecordAsync(new RecordActivity(new Activity(
            new ActivityId(id),
            type,
            at,
            type == "comment" ? $"article-of-{id}" : null,
            null,
            type == "comment" ? [new Fact("text", FactValue.Of("something personal"))] : [])));

    private static Command Review(string id, bool approve) => async member =>
        await member.ReviewAsync(new ReviewAwards(id, approve, "seen", "op"));

    private static Command Reverse(string id) => async member =>
        await member.ReverseAsync(new ReverseAwards(id, "removed", "op"));

    private static Command Adjust(string id, long amount) => async member =>
        await member.AdjustAsync(new AdjustPoints(id, "stars", amount, "why", "op"));

    private static Command Hold(string id, long amount) => async member =>
        await member.HoldAsync(new HoldPoints(id, "stars", amount));

    private static Command End(string id, long settle) => async member =>
        await member.EndHoldAsync(new EndHold(id, settle));
}
