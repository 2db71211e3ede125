using NodaTime;

namespace Rewards.Domain.Programmes;

/// <summary>
/// A currency of a community. <paramref name="Validity"/>: how long a lot lives from the day it can be spent, to the
/// end of that local day; null: for ever. <paramref name="Names"/> by language ("zh", "en").
/// </summary>
public sealed record CurrencyTerms(string Code, Period? Validity, IReadOnlyDictionary<string, string> Names);
