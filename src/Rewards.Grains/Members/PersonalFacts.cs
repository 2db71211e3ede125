using System.Security.Cryptography;
using Rewards.Domain.Activities;
using Rewards.Domain.Programmes;
using Rewards.Journal.Events;

namespace Rewards.Grains.Members;

/// <summary>
/// Keeps the facts that a programme marks as personal apart from the event, in the erasable side record.
/// </summary>
internal static class PersonalFacts
{
    public static (Activity Public, IReadOnlyList<Fact> Personal) Split(Programme programme, Activity activity)
    {
        if (!programme.ActivityTypes.TryGetValue(activity.Type, out var type) || !type.HasPersonalFacts)
        {
            return (activity, []);
        }

        bool IsPersonal(Fact fact) => type.Facts.TryGetValue(fact.Name, out var terms) && terms.Personal;
        var personal = activity.Facts.Where(IsPersonal).ToArray();
        return personal.Length == 0
            ? (activity, personal)
            : (activity with { Facts = activity.Facts.Where(fact => !IsPersonal(fact)).ToArray() }, personal);
    }

    /// <summary>The activity as it was told; facts stay in ordinal order of their names.</summary>
    public static Activity Join(Activity activity, IReadOnlyList<Fact> personal) => activity with
    {
        Facts = activity.Facts.Concat(personal).OrderBy(fact => fact.Name, StringComparer.Ordinal).ToArray(),
    };

    public static ReadOnlyMemory<byte> Side(IReadOnlyList<Fact> personal) =>
        personal.Count == 0 ? default : Salted(new SideRecord(personal, null));

    public static ReadOnlyMemory<byte> Reason(string? reason) =>
        reason is null ? default : Salted(new SideRecord([], reason));

    private static byte[] Salted(SideRecord side)
    {
        Span<byte> salt = stackalloc byte[SideRecord.SaltSize];
        RandomNumberGenerator.Fill(salt);
        return SideRecord.Write(side, salt);
    }
}
