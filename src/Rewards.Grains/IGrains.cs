using Rewards.Domain;
using Rewards.Grains.Budgets;
using Rewards.Grains.Communities;
using Rewards.Grains.Members;
using Rewards.Grains.Registry;

namespace Rewards.Grains;

/// <summary>
/// Where callers find grains, wherever they live. A grain takes one command at a time and answers after its effect is
/// durable. All grains refuse with <see cref="DomainException"/>, and throw
/// <see cref="GrainBusyException"/> and <see cref="GrainStoppingException"/> when nothing was done, and
/// <see cref="GrainUnavailableException"/> when nothing can be written.
/// </summary>
public interface IGrains
{
    IMemberGrain Member(CommunityId community, MemberId member);

    ICommunityGrain Community(CommunityId community);

    IBudgetGrain Budgets(CommunityId community);

    IRegistryGrain Registry { get; }
}
