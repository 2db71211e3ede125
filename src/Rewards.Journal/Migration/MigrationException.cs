namespace Rewards.Journal.Migration;

/// <summary>
/// A journal cannot be copied, or the copy is not what it should be. Says what to do; the source is untouched.
/// </summary>
public sealed class MigrationException(string message, Exception? inner = null) : Exception(message, inner);
