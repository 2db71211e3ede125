using Rewards.LoadTests.Workload;

namespace Rewards.LoadTests.Prefill;

/// <param name="DataFolder">Of a server that is stopped.</param>
/// <param name="Community">Published in it.</param>
/// <param name="Awards">How many.</param>
/// <param name="Draw">Whose.</param>
/// <param name="IdPrefix">Of the activities.</param>
/// <param name="AcknowledgedFile">Where the granted amounts by member are written.</param>
public sealed record PrefillOptions(
    string DataFolder, string Community, long Awards, MemberDraw Draw, string IdPrefix, string AcknowledgedFile);

/// <param name="Awards">How many were made.</param>
/// <param name="Amount">What they granted.</param>
/// <param name="Seconds">How long it took.</param>
/// <param name="Members">Members in memory at the end.</param>
public sealed record PrefillReport(long Awards, long Amount, double Seconds, int Members);
