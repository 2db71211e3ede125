using Rewards.Journal;
using Rewards.Server.Configuration;

namespace Rewards.Server.Composition;

/// <summary>
/// What the process ends with, as in sysexits.h, so that a supervisor can tell what not to try again.
/// </summary>
internal static class ExitCodes
{
    public const int Ok = 0;
    private const int Usage = 64;
    private const int JournalDamaged = 65;
    private const int JournalUnavailable = 74;
    private const int Configuration = 78;

    /// <summary>
    /// The code for what an operator can mend; null for everything else, which is shown with its trace.
    /// </summary>
    public static int? For(Exception exception) => exception switch
    {
        ArgumentsException => Usage,
        ConfigurationException => Configuration,
        JournalCorruptException => JournalDamaged,
        JournalOpenException => JournalUnavailable,
        IOException { InnerException: Microsoft.AspNetCore.Connections.AddressInUseException } => JournalUnavailable,
        _ => null,
    };
}
