using Rewards.Journal;
using Rewards.Journal.Migration;
using Rewards.Server.Configuration;

namespace Rewards.Server.Composition;

/// <summary>The arguments or the environment ask for something that cannot be; the message says what would.</summary>
public sealed class ArgumentsException(string message) : Exception(message);

/// <summary>A command would have to overwrite something, which no command does.</summary>
public sealed class TargetExistsException(string message) : Exception(message);

/// <summary>
/// What the process ends with, as in sysexits.h, so that a supervisor can tell what not to try again. The one list:
/// <c>docs/reference.md</c> repeats it for people, and a test compares the two.
/// </summary>
internal static class ExitCodes
{
    public const int Ok = 0;
    public const int Usage = 64;
    public const int JournalDamaged = 65;

    /// <summary>A command went through a running server, which cannot be reached or refused.</summary>
    public const int ServerUnavailable = 69;

    /// <summary>Something is in the way that would be lost, or a migration could not be made.</summary>
    public const int TargetExists = 73;

    public const int JournalUnavailable = 74;
    public const int Configuration = 78;

    /// <summary>128 + SIGINT, as shells have it.</summary>
    public const int Interrupted = 130;

    /// <summary>
    /// The code for what an operator can mend; null for everything else, which is shown with its trace.
    /// </summary>
    public static int? For(Exception exception) => exception switch
    {
        ArgumentsException => Usage,
        ConfigurationException => Configuration,
        Commands.ServerException => ServerUnavailable,
        TargetExistsException => TargetExists,
        JournalCorruptException => JournalDamaged,
        JournalOpenException => JournalUnavailable,
        MigrationException => TargetExists,
        IOException { InnerException: Microsoft.AspNetCore.Connections.AddressInUseException } => JournalUnavailable,
        OperationCanceledException => Interrupted,
        _ => null,
    };
}
