namespace Rewards.Server.Composition;

/// <summary>What the server is started with.</summary>
/// <param name="ConfigFile">The server's settings.</param>
/// <param name="DataFolder">Where the journal lives; made if it is missing.</param>
/// <param name="Urls">Where to listen.</param>
/// <param name="RebuildIndex">Build the journal's index anew from its log: what a complaint about the index asks
/// for.</param>
/// <param name="LogFormat">How the log is written.</param>
/// <param name="DrainSeconds">How long the server goes on serving, not ready any more, when it is told to stop.</param>
public sealed record ServerArguments(
    string ConfigFile,
    string DataFolder,
    string Urls,
    bool RebuildIndex = false,
    LogFormat LogFormat = LogFormat.Text,
    int DrainSeconds = 0);
