using Rewards.LoadTests;

return await Verbs.RunAsync(args);
