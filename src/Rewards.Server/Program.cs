using Rewards.Server;
using Rewards.Server.Composition;
using Rewards.Server.Configuration;

// Requests are decided on the thread that received them: no queue and no second thread to wake. What may touch the disk
// leaves that thread (see SqliteJournal). Read by the runtime when the first socket is opened; an operator may say 0.
const string inlineSockets = "DOTNET_SYSTEM_NET_SOCKETS_INLINE_COMPLETIONS";
Environment.SetEnvironmentVariable(inlineSockets, Environment.GetEnvironmentVariable(inlineSockets) ?? "1");

try
{
    var arguments = ServerArguments.Parse(args);
    await using var installation = await Installation.OpenAsync(arguments, TimeProvider.System);
    await using var app = Hosting.Build(installation, arguments);
    app.MapRewards();
    await installation.StartAsync(app);
    await app.RunAsync();
    return ExitCodes.Ok;
}
catch (Exception e) when (ExitCodes.For(e) is { } code)
{
    await Console.Error.WriteLineAsync(e.Message);
    return code;
}
