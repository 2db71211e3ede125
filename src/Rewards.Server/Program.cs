using Rewards.Server.Composition.Commands;
using Rewards.Server.Overload;

// Requests are decided on the thread that received them: no queue and no second thread to wake. What may touch the disk
// leaves that thread (see SqliteJournal). Read by the runtime when the first socket is opened; an operator may say 0.
const string inlineSockets = OverloadWatch.InlineSockets;
Environment.SetEnvironmentVariable(inlineSockets, Environment.GetEnvironmentVariable(inlineSockets) ?? "1");

return await CommandLine.RunAsync(args);
