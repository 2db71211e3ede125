using Rewards.Server;
using Rewards.Server.Composition;
using Rewards.Server.Configuration;

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
