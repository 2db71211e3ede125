using Rewards.Domain.Communities;

namespace Rewards.Grains.Communities;

/// <summary>One publication, with what was sent to the journal: a second attempt must know its own work.</summary>
internal sealed class Publication<TCommand>(TCommand command)
{
    public TCommand Command { get; } = command;

    public PublishedVersion? Sent { get; set; }
}
