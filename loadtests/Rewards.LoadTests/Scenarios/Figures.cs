using System.Globalization;

namespace Rewards.LoadTests.Scenarios;

/// <summary>Figures by name: the values of the rounds, and the results made from their medians.</summary>
public sealed class Figures
{
    private readonly Dictionary<string, List<double>> rounds = [];
    private readonly Dictionary<string, string> results = [];

    /// <summary>Values by name, in the order of the rounds.</summary>
    public IReadOnlyDictionary<string, List<double>> Rounds => rounds;

    public IReadOnlyDictionary<string, string> Results => results;

    public string ResultLine => $"RESULT {string.Join(' ', results.Select(result => $"{result.Key}={result.Value}"))}";

    /// <summary>Takes and prints what one round found.</summary>
    public void Add(string name, double value)
    {
        if (!rounds.TryGetValue(name, out var values))
            rounds[name] = values = [];
        values.Add(Math.Round(value, 4));
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"  {name,-44}{value,16:N2}"));
    }

    public double Median(string name)
    {
        var sorted = rounds[name].Order().ToArray();
        return (sorted[(sorted.Length - 1) / 2] + sorted[sorted.Length / 2]) / 2;
    }

    public double Max(string name) => rounds[name].Max();

    /// <summary>A name and value for the last line.</summary>
    public void Result(string name, double value, int decimals) =>
        results[name] = value.ToString($"F{decimals}", CultureInfo.InvariantCulture);
}
