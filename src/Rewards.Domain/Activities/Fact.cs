namespace Rewards.Domain.Activities;

/// <summary>
/// A named value of an activity that rules can read. Facts of an activity are unique by name and in ordinal order.
/// </summary>
public readonly record struct Fact(string Name, FactValue Value);
