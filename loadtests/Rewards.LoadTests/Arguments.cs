using System.Globalization;

namespace Rewards.LoadTests;

/// <summary>
/// The command line after the verb: positional words, <c>--name value</c> pairs and bare <c>--flags</c>.
/// </summary>
public sealed class Arguments
{
    private readonly Dictionary<string, string> values = [];

    public Arguments(IEnumerable<string> words, params string[] flags)
    {
        using var word = words.GetEnumerator();
        while (word.MoveNext())
        {
            var current = word.Current;
            if (!current.StartsWith("--", StringComparison.Ordinal))
                Positional.Add(current);
            else if (flags.Contains(current))
                values[current] = "true";
            else if (word.MoveNext())
                values[current] = word.Current;
            else
                throw new ArgumentException($"{current} needs a value.");
        }
    }

    public List<string> Positional { get; } = [];

    public bool Flag(string name) => values.ContainsKey(name);

    public string Text(string name) =>
        values.TryGetValue(name, out var value) ? value : throw new ArgumentException($"{name} is missing.");

    public string? TextOrNull(string name) => values.GetValueOrDefault(name);

    public int Number(string name, int otherwise) => (int)Fraction(name, otherwise);

    public double Fraction(string name, double otherwise)
    {
        if (!values.TryGetValue(name, out var value))
            return otherwise;
        return double.TryParse(value, CultureInfo.InvariantCulture, out var number)
            ? number
            : throw new ArgumentException($"{name} is '{value}', not a number.");
    }
}
