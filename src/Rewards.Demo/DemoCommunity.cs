using Bogus;
using Bogus.DataSets;
using Rewards.Domain;
using Rewards.Domain.Activities;
using Rewards.Domain.Programmes;

namespace Rewards.Demo;

/// <summary>
/// What members of one community do, and what about: a few subjects are far more popular than the rest.
/// </summary>
internal sealed class DemoCommunity
{
    private const int SubjectsMax = 2_000;
    private readonly string[] types;
    private readonly float[] weights;
    private readonly Dictionary<string, DemoFacts> facts = new(StringComparer.Ordinal);
    private readonly int subjects;

    public DemoCommunity(Programme programme, DemoOptions options)
    {
        Programme = programme;
        types = [.. programme.ActivityTypes.Keys.Order(StringComparer.Ordinal)];
        var random = new Randomizer(SeedOf(options.Seed, programme.Community.Value));
        weights = [.. types.Select(_ => random.Float(0.3f, 1f))];
        var sum = weights.Sum();
        for (var i = 0; i < weights.Length; i++)
        {
            weights[i] /= sum;
            facts[types[i]] = new DemoFacts(programme, programme.ActivityTypes[types[i]]);
        }

        subjects = Math.Clamp(options.Members / 4, 20, SubjectsMax);
    }

    public Programme Programme { get; }

    public CommunityId Id => Programme.Community;

    /// <summary>A seed that a text decides too, the same on every machine.</summary>
    public static int SeedOf(int seed, string text)
    {
        var hash = 2166136261u ^ (uint)seed;
        foreach (var c in text)
        {
            hash = (hash ^ c) * 16777619u;
        }

        return (int)(hash & int.MaxValue);
    }

    public Activity Act(string id, Randomizer random, Lorem words, NodaTime.Instant? at)
    {
        var type = random.WeightedRandom(types, weights);

        // Popularity falls with the square: the first tenth of the subjects gets a third of the attention.
        var subject = (int)(random.Double() * random.Double() * subjects) + 1;
        return new Activity(
            new ActivityId(id), type, at, $"article-{subject}", null, facts[type].Make(random, words));
    }
}
