namespace Rewards.LoadTests.Scenarios;

/// <summary>One question about the server, with its own comparison in the same run.</summary>
public interface IScenario
{
    /// <summary>As on the command line and in the names of results.</summary>
    string Name { get; }

    /// <summary>Plays all rounds and checks what the server holds afterwards.</summary>
    Task PlayAsync(Stage stage);
}
