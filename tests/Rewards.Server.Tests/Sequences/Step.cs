namespace Rewards.Server.Tests.Sequences;

/// <summary>One thing that happens to the one member of a sequence.</summary>
internal abstract record Step
{
    /// <summary>Tells an activity; its number makes its id, so that a number that comes again repeats or conflicts.
    /// </summary>
    public sealed record Earn(int Number, string Type, int Subject, int HoursAgo) : Step;

    public sealed record Review(int Number, bool Approve) : Step;

    public sealed record Reverse(int Number) : Step;

    public sealed record Adjust(int Number, string Currency, int Amount) : Step;

    public sealed record Wait(int Minutes) : Step;

    public sealed record Restart : Step;

    /// <summary>The step, if it happens to the server and so to everybody on it.</summary>
    public Step? IfForAll() => this is Wait or Restart ? this : null;

    /// <summary>One that happens to one member only.</summary>
    public static Step OfOne(Random random)
    {
        while (true)
        {
            if (Random(random) is var step && step.IfForAll() is null)
            {
                return step;
            }
        }
    }

    /// <summary>Numbers are few, so that steps meet; waits reach beyond every limit's window and validity.</summary>
    public static Step Random(Random random) => random.Next(100) switch
    {
        < 45 => new Earn(
            random.Next(30),
            random.Next(3) switch { 0 => "read", 1 => "comment", _ => "share" },
            random.Next(2),
            random.Next(3) == 0 ? random.Next(0, 200) : 0),
        < 58 => new Review(random.Next(30), random.Next(3) > 0),
        < 68 => new Reverse(random.Next(30)),
        < 80 => new Adjust(
            random.Next(10),
            random.Next(2) == 0 ? "feathers" : "stars",
            random.Next(-30, 30) is var amount and not 0 ? amount : 1),
        < 99 => new Wait(random.Next(4) switch
        {
            0 => random.Next(1, 60),
            1 => random.Next(60, 1_500),
            2 => random.Next(1_500, 20_000),
            _ => 14_400,
        }),
        _ => new Restart(),
    };
}
