using System.Diagnostics.CodeAnalysis;
using Rewards.Domain.Activities;
using Rewards.Domain.Budgets;
using Rewards.Domain.Quests;
using Rewards.Domain.Text;
using Rewards.Domain.Vesting;

namespace Rewards.Domain.Rules;

/// <summary>Who gets what a rule gives. The numbers are on disk.</summary>
public enum Recipient : byte
{
    /// <summary>The member who acted.</summary>
    Member = 1,

    /// <summary>The activity's counterparty.</summary>
    Counterparty = 2,

    /// <summary>The author of the subject, as a fact tells.</summary>
    Author = 3,

    /// <summary>Who invited the member, as a fact tells.</summary>
    Inviter = 4,
}

/// <summary>What a rule gives of one currency; <paramref name="Amount"/> in whole units.</summary>
public sealed record Give(string Currency, long Amount)
{
    public Recipient To { get; init; } = Recipient.Member;

    /// <summary>The fact that names the person, for an author or inviter.</summary>
    public string? PersonFact { get; init; }

    /// <summary>
    /// The other person who gets it; null where the activity names nobody who could be a member, or the member who
    /// acted: nobody is paid twice for what he did.
    /// </summary>
    public string? OtherPerson(Activity activity, string? actor)
    {
        var person = PersonFact is null ? activity.Counterparty : activity.FindFact(PersonFact)?.Text;
        return IsOther(person, actor) ? person : null;
    }

    /// <summary>Whether that could be a member, and is not the one who acted.</summary>
    public static bool IsOther([NotNullWhen(true)] string? person, string? actor) =>
        person is not null && !string.Equals(person, actor, StringComparison.Ordinal)
        && IdText.Problem(person) is null;
}

/// <summary>Whether an award can be spent at once. The numbers are on disk.</summary>
public enum AwardStatus : byte
{
    /// <summary>Spendable at once.</summary>
    Granted = 1,

    /// <summary>Waiting for review.</summary>
    Pending = 2,
    Rejected = 3,
    Lapsed = 4,
    Reversed = 5,

    /// <summary>Waiting for the member who acted to be active for some days.</summary>
    Vesting = 6,
}

/// <summary>How a rule that awards goes together with the rules after it.</summary>
public enum Stacking : byte
{
    /// <summary>Rules after it are considered too.</summary>
    Stack = 1,

    /// <summary>When it awards, no rule after it is considered.</summary>
    Stop = 2,
}

/// <summary>
/// One rule of a published version. Rules for an activity type are considered by ascending <paramref name="Order"/>,
/// which is unique per type. <paramref name="Ordinal"/> is its place in the version; receipts on disk use it.
/// </summary>
public sealed record Rule(
    int Ordinal,
    string Id,
    int Order,
    string When,
    Condition? If,
    IReadOnlyList<Give> Gives,
    AwardStatus Status,
    Stacking Stacking,
    IReadOnlyList<Limit> Limits)
{
    /// <summary>The budget on which it draws; null: none.</summary>
    public Budget? Budget { get; init; }

    /// <summary>When its awards mature; null unless they vest.</summary>
    public VestingTerms? Vesting { get; init; }

    /// <summary>The least quality, as a test of one fact; asked after <see cref="If"/>.</summary>
    public FactTest? Quality { get; init; }

    /// <summary>Factors of what the rule gives; those whose condition holds apply, all together.</summary>
    public IReadOnlyList<Multiplier> Multipliers { get; init; } = [];

    public Rounding Rounding { get; init; } = Rounding.Down;

    /// <summary>Less and less for support of the same counterparty; null: always in full.</summary>
    public Discount? Discount { get; init; }

    /// <summary>Of the rules of one group and activity type only the one that gives most awards.</summary>
    public string? Group { get; init; }

    /// <summary>What it gives to the member beside currencies, whenever it awards.</summary>
    public IReadOnlyList<Effect> Effects { get; init; } = [];

    /// <summary>The quest whose reward this is; null for a rule that operators write.</summary>
    public QuestTerms? Completes { get; init; }

    /// <summary>How many of <see cref="Gives"/> are for the member who acted.</summary>
    public int GivesToMember { get; } = Gives.Count(give => give.To == Recipient.Member);

    /// <summary>Whether anything goes to somebody else.</summary>
    public bool GivesToOthers => GivesToMember < Gives.Count;

    /// <summary>Whether amounts can differ from what is written below <c>give</c>.</summary>
    public bool Weighs => Multipliers.Count > 0 || Discount is not null;

    /// <summary>Whether <see cref="If"/> asks for anything beside the activity's facts.</summary>
    public bool ReadsMoreThanFacts { get; init; }
}
