namespace Rewards.Journal.Migration;

/// <summary>What a migration does, in this order; the second only when an earlier run was interrupted.</summary>
public enum MigrationStage
{
    ReadSource,
    ReadTarget,
    Copy,
    Verify,
}

/// <summary>How far a stage is.</summary>
/// <param name="Stage">The stage.</param>
/// <param name="Records">Records done in it.</param>
/// <param name="RecordsTotal">Records that it will do; null while nobody knows.</param>
public readonly record struct MigrationProgress(MigrationStage Stage, long Records, long? RecordsTotal);

/// <summary>What was copied and found equal.</summary>
/// <param name="Streams">Streams in the source and in the target.</param>
/// <param name="Records">Records in the source and in the target.</param>
/// <param name="RecordsBefore">Of them, what an earlier run had copied.</param>
/// <param name="RowsFound">Keyed rows that the target found by their key.</param>
/// <param name="SideRecords">Side records that were not erased.</param>
/// <param name="DueItems">Due work that waits.</param>
/// <param name="Projections">Projections that go on where they were.</param>
/// <param name="ProjectionsAnew">
/// Projections that had not caught up with the source; the server computes them from the beginning.
/// </param>
public sealed record MigrationReport(
    long Streams,
    long Records,
    long RecordsBefore,
    long RowsFound,
    long SideRecords,
    int DueItems,
    IReadOnlyList<string> Projections,
    IReadOnlyList<string> ProjectionsAnew);
