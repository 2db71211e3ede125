namespace Rewards.Server.Tests.Crash;

/// <summary>
/// What says how long the server takes is not asked while the other tests of the project run beside it.
/// </summary>
[CollectionDefinition(nameof(Alone), DisableParallelization = true)]
public sealed class Alone;
