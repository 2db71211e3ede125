using Rewards.Journal.AzureTables.Log;

namespace Rewards.Journal.AzureTables.Streams;

/// <summary>What every stream's writer works with.</summary>
internal sealed record StreamParts(Store Store, StreamReads Reader, LogWriter Log, ReadBack ReadBack, Recent Recent);
