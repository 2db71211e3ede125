using Rewards.Server.Composition.Commands;

// Requests are decided on the thread that received them: no queue and no second thread to wake. What may touch the disk
// leaves that thread (see SqliteJournal). Read by the runtime when the first socket is opened; an operator may say 0.
const string inlineSockets = "DOTNET_SYSTEM_NET_SOCKETS_INLINE_COMPLETIONS";
Environment.SetEnvironmentVariable(inlineSockets, Environment.GetEnvironmentVariable(inlineSockets) ?? "1");

return await CommandLine.RunAsync(args);
