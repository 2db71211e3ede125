namespace Rewards.Tests.Shared.Azure.Faults;

/// <summary>What a network and a busy service do to a request.</summary>
public enum Fault
{
    None,

    /// <summary>The request arrives and is done; the connection is reset instead of the answer.</summary>
    ReplyLost,

    /// <summary>503 ServerBusy; the request never arrives.</summary>
    Busy,

    /// <summary>412 UpdateConditionNotSatisfied, though nothing changed; the request never arrives.</summary>
    ConditionNotMet,

    /// <summary>The request arrives and is done; no answer comes until the client gives up.</summary>
    TimeoutAfter,

    /// <summary>The request does not arrive; no answer comes until the client gives up.</summary>
    TimeoutBefore,

    /// <summary>The connection is reset before the request arrives.</summary>
    Reset,

    /// <summary>Everything is right, but late.</summary>
    Slow,

    /// <summary>The request arrives twice; the client sees the first answer.</summary>
    Duplicate,

    /// <summary>The request arrives twice; the client sees the second answer.</summary>
    DuplicateSeenLate,
}
