namespace Rewards.Grains.InProcess;

/// <summary>A grain whose newest append can be waited for.</summary>
internal interface IHasCommit
{
    /// <summary>Completes when everything appended so far is durable; null when nothing is on its way.</summary>
    AppendUnderWay? LastCommit { get; }
}
