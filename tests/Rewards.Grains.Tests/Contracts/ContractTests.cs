using System.Collections;
using System.Reflection;
using NodaTime;
using Rewards.Domain;
using Rewards.Domain.Communities;
using Rewards.Domain.Experiments;
using Rewards.Domain.Registry;
using Rewards.Domain.Retroactivity;
using Rewards.Domain.Rules;
using Rewards.Domain.Standing;
using Rewards.Grains.Budgets;
using Rewards.Grains.Communities;
using Rewards.Grains.Entitlements;
using Rewards.Grains.Members;
using Rewards.Grains.Reciprocity;
using Rewards.Grains.Registry;
using Rewards.Grains.Retroactivity;
using Rewards.Grains.Standing;
using Rewards.Grains.Tests.Hosting;
using Rewards.Journal;
using Rewards.Tests.Shared;

namespace Rewards.Grains.Tests.Contracts;

/// <summary>
/// Contracts carry values alone: whatever crosses them could have travelled between machines, and may arrive twice.
/// </summary>
public sealed class ContractTests : GrainTests<MemoryBackend>
{
    private static readonly Type[] Contracts =
    [
        typeof(IMemberGrain), typeof(ICommunityGrain), typeof(IRegistryGrain), typeof(IBudgetGrain),
    ];

    [Fact]
    public async Task Contracts_EveryTypeInASignature_SurvivesTheJourneyAsJson()
    {
        var samples = (await LiveAsync("m1", times: 1)).ToLookup(sample => sample.GetType());
        foreach (var type in Contracts.SelectMany(Signature).Distinct())
        {
            var fitting = samples.Where(group => type.IsAssignableFrom(group.Key)).SelectMany(group => group).ToArray();
            Assert.True(fitting.Length > 0, $"There is no sample of {type}.");
            Assert.All(fitting, sample =>
            {
                var json = Shape.Of(sample);
                Assert.Equal(json, Shape.Of(Shape.Read(json, type)));
            });
        }
    }

    [Fact]
    public void Contracts_EveryTypeInASignature_IsAnImmutableValue()
    {
        var seen = new HashSet<Type>();
        foreach (var type in Contracts.SelectMany(Signature))
        {
            AssertValue(type, seen, type.Name);
        }

        Assert.Contains(typeof(Domain.Rules.RuleTrace), seen);
    }

    [Fact]
    public async Task Answers_AfterLaterCommandsAndVandalism_AndTheState_DoNotTouchEachOther()
    {
        var answers = await LiveAsync("m1", times: 1);
        var shapes = answers.Select(Shape.Of).ToArray();
        await Member().RecordAsync(Tell("later", "share"));
        await PublishAsync(Document with { LatenessMax = "P2D" }, basedOn: 5);
        Assert.Equal(shapes, answers.Select(Shape.Of));

        var before = await SeenAsync();
        foreach (var answer in answers)
        {
            Vandalise(answer);
        }

        Assert.Equal(before, await SeenAsync());
    }

    [Fact]
    public async Task Commands_DeliveredTwice_HaveTheEffectOfOne()
    {
        await LiveAsync("m2", times: 2);
        await LiveAsync("m1", times: 1);

        Assert.Equal(Shape.Of(await Member("m1").GetAsync()), Shape.Of(await Member("m2").GetAsync()));
        var ledgers = await Task.WhenAll(((string[])["m1", "m2"]).Select(async member =>
            (await Member(member).ReadLedgerAsync(new LedgerQuery(null, 100, null, null))).Entries));
        Assert.Equal(ledgers[0].Select(entry => Shape.Of(entry)), ledgers[1].Select(entry => Shape.Of(entry)));
    }

    /// <summary>Uses every method; returns every command and every answer. Commands travel as JSON.</summary>
    private async Task<List<object>> LiveAsync(string id, int times)
    {
        var all = new List<object>();
        async Task SendAsync<TCommand, TAnswer>(TCommand command, Func<TCommand, ValueTask<TAnswer>> send)
        {
            all.Add(command!);
            for (var i = 0; i < times; i++)
            {
                all.Add((await send((TCommand)Shape.Read(Shape.Of(command), typeof(TCommand))!))!);
            }
        }

        var member = Member(id);
        await SendAsync(Read("a1"), member.RecordAsync);
        await SendAsync(Comment("c1"), member.RecordAsync);
        await SendAsync(Comment("c2", "article-2"), member.RecordAsync);
        await SendAsync(new ReviewAwards("c1", true, "good", "op"), member.ReviewAsync);
        await SendAsync(new AdjustPoints("k1", "stars", 20, "why", "op"), member.AdjustAsync);
        await SendAsync(new HoldPoints("h1", "stars", 9), member.HoldAsync);
        await SendAsync(new EndHold("h1", 4), member.EndHoldAsync);
        await SendAsync(new ReverseAwards("a1", "gone", "op"), member.ReverseAsync);
        await SendAsync("a1", member.FindActivityAsync);
        await SendAsync(new ReceiveAward("m9", "x1", 0, 1, 0, Recipient.Author, "stars", 5),
            async award => { await member.ReceiveAsync(award); return true; });
        await SendAsync(new TakeBackReceived("m9", "x1", 0),
            async award => { await member.TakeBackReceivedAsync(award); return true; });
        await SendAsync(new ReceiveContribution("m9", "x1", false, 1, 1_500),
            async received => { await member.ReceiveContributionAsync(received); return true; });
        await SendAsync(new TakeBackContribution("m9", "x1", false),
            async taken => { await member.TakeBackContributionAsync(taken); return true; });
        var support = new LimitUse(
            7, LimitScope.MemberAndCounterparty, LimitUnit.Times, NodaConstants.UnixEpoch, null, 1);
        await SendAsync(new ReceiveSupport("m9", "x1", [support]),
            async received => { await member.ReceiveSupportAsync(received); return true; });
        await SendAsync(new EntitlementQuery(new LedgerPlace(1, 0), 3), query =>
            member.ReadEntitlementsAsync(query with { After = null }));
        await SendAsync(new LedgerQuery(new LedgerPlace(1, 0), 3, "stars", LedgerCauses.Award), query =>
            member.ReadLedgerAsync(query with { After = null }));
        await SendAsync(
            new SetStanding("k2", StandingKind.Muted, Now + Duration.FromDays(1), "spam", "op"),
            member.SetStandingAsync);
        await SendAsync(new StandingQuery(2, 10), member.ReadStandingAsync);
        await SendAsync(0, _ => member.GetAsync());
        await SendAsync(Due(), async entry => { await member.WakeAsync(entry); return true; });
        var budgets = Grains.Budgets(new CommunityId(Community));
        await SendAsync(new LeaseSlice("spring", Now, 5, "host", 1), budgets.LeaseAsync);
        await SendAsync(new SettleSlice(1, 0), async slice => { await budgets.SettleAsync(slice); return true; });
        await SendAsync(new FreeBudget(7, Now, id, "a1", 0, 5),
            async free => { await budgets.FreeAsync(free); return true; });
        await SendAsync(Now, budgets.GetAsync);
        if (id == "m1")
        {
            await UseTheOthersAsync(SendAsync, SendAsync, SendAsync);
            await SendAsync(
                new CancelSchedule(3, "op"), Grains.Community(new CommunityId(Community)).CancelAsync);
            await ExperimentAsync(SendAsync, SendAsync, SendAsync, SendAsync);
            await MeasureAsync(SendAsync, SendAsync, SendAsync);
            await GrantAsync(SendAsync, SendAsync, SendAsync, SendAsync);
        }

        return all;
    }

    private delegate Task Send<TCommand, TAnswer>(TCommand command, Func<TCommand, ValueTask<TAnswer>> send);

    private async Task UseTheOthersAsync(
        Send<PublishRules, PublishedVersion> publish, Send<CreateApiKey, ApiKeyView> create, Send<int, object> ask)
    {
        var community = Grains.Community(new CommunityId(Community));
        var document = Document with { LatenessMax = "P3D" };
        await publish(new PublishRules(document.ToJson(), 1, "op", "note"), community.PublishAsync);
        await ask(2, async version => (await community.FetchAsync(version))!);
        await ask(0, async _ => await community.VersionsAsync());
        await publish(
            new PublishRules(document.ToJson(), 2, "op", "later") { EffectiveAt = Now + Duration.FromDays(1) },
            community.PublishAsync);
        byte[] hash = [.. Enumerable.Repeat((byte)7, 32)];
        await create(
            new CreateApiKey("k1", hash, ApiScope.App | ApiScope.Operator, ["birds"], "ann", Now, "admin"),
            Grains.Registry.CreateKeyAsync);
        await ask(0, async _ => await Grains.Registry.RevokeKeyAsync("k1", "admin"));
        await ask(0, async _ => await Grains.Registry.OpenCommunityAsync("birds", "admin"));
        await ask(0, async _ => await Grains.Registry.CommunitiesAsync());
        await ask(0, async _ => await Grains.Registry.KeysAsync());
    }

    private async Task ExperimentAsync(
        Send<StartExperiment, Experiment> start, Send<StopExperiment, Experiment> stop, Send<int, object> ask,
        Send<Instant, RulesInForce> inForce)
    {
        var community = Grains.Community(new CommunityId(Community));
        var draft = new StartExperiment("six", Document.ToJson(), 50, "op", "why")
        {
            Until = Now + Duration.FromDays(1),
        };
        await start(draft, community.StartExperimentAsync);
        await inForce(Now, async at => (await community.InForceAsync(at))!);
        await stop(new StopExperiment("six", "op"), community.StopExperimentAsync);
        await ask(0, async _ => await community.ExperimentsAsync());
    }

    private async Task MeasureAsync(
        Send<PublishContributionModel, PublishedVersion> publish, Send<CancelSchedule, PublishedVersion> cancel,
        Send<int, object> ask)
    {
        var community = Grains.Community(new CommunityId(Community));
        var model = new PublishContributionModel(
            """{"community":"birds","contribution":[{"id":"s","when":"share","points":1}]}""", 0, "op", "why");
        await publish(model, community.PublishModelAsync);
        await publish(
            model with { BasedOn = 1, EffectiveAt = Now + Duration.FromDays(1) }, community.PublishModelAsync);
        await ask(1, async version => (await community.FetchModelAsync(version))!);
        await ask(0, async _ => await community.ModelsAsync());
        await cancel(new CancelSchedule(2, "op"), community.CancelModelAsync);
    }

    private async Task GrantAsync(
        Send<GrantRetroactively, RetroactiveAnswer> grant, Send<ConfirmGrants, RetroactiveGrants> confirm,
        Send<AdvanceGrants, RetroactiveGrants> advance, Send<int, object> ask)
    {
        var community = Grains.Community(new CommunityId(Community));
        var version = (await community.VersionsAsync()).Count + 1;
        var rules = Rules.Replace("\"stars\": 3", "\"stars\": 4", StringComparison.Ordinal);
        await community.PublishAsync(
            new PublishRules((Document with { Rules = rules }).ToJson(), 2, "op", "")
            {
                GrantsSince = Now - Duration.FromDays(1),
            });
        await Member("m3").RecordAsync(Tell("g1", "share"));
        CurrencySum[] sums = [new CurrencySum("stars", 1)];
        await grant(
            new GrantRetroactively(
                version, [new RetroactiveWant("g1", [new WantedAward(2, [new WantedAmount("stars", 9)])])], false),
            Member("m3").GrantAsync);
        await confirm(new ConfirmGrants(version, "name", 1, sums, "op"), community.ConfirmGrantsAsync);
        await advance(new AdvanceGrants(version, "m1", 1, sums), community.AdvanceGrantsAsync);
        await ask(version, async asked => await community.GrantsAsync(asked));
    }

    private DueEntry Due() => new(
        new DueToken(999),
        Now,
        StreamId.OfMember(Community, "m1"),
        "expiry");

    private async Task<string> SeenAsync()
    {
        var community = Grains.Community(new CommunityId(Community));
        object?[] seen =
        [
            await Member().GetAsync(), await Member().FindActivityAsync("c1"), await community.VersionsAsync(),
            await Grains.Registry.KeysAsync(), await Grains.Registry.CommunitiesAsync(),
            Grains.ApiKeys.Find("k1"),
        ];
        return string.Join('\n', seen.Select(Shape.Of));
    }

    /// <summary>What a message carries: whether the caller still waits is no part of it.</summary>
    private static IEnumerable<Type> Signature(Type contract) => contract.GetMethods().SelectMany(method =>
        method.GetParameters().Select(parameter => parameter.ParameterType).Append(method.ReturnType))
        .Select(type => type.IsGenericType && type.GetGenericTypeDefinition() == typeof(ValueTask<>)
            ? type.GetGenericArguments()[0] : type)
        .Where(type => type != typeof(ValueTask) && type != typeof(CancellationToken));

    private static void AssertValue(Type type, HashSet<Type> seen, string path)
    {
        if (Nullable.GetUnderlyingType(type) is { } inner)
        {
            type = inner;
        }

        Type[] plain = [typeof(string), typeof(Instant), typeof(LocalDate), typeof(byte[]), typeof(decimal)];
        if (!seen.Add(type) || type.IsPrimitive || type.IsEnum || plain.Contains(type))
        {
            return;
        }

        if (type.IsGenericType && type.GetGenericTypeDefinition() == typeof(IReadOnlyList<>))
        {
            AssertValue(type.GetGenericArguments()[0], seen, path);
            return;
        }

        Assert.True(type.IsSealed && type.Namespace!.StartsWith("Rewards.", StringComparison.Ordinal),
            $"{path}: {type}");
        foreach (var property in type.GetProperties(BindingFlags.Public | BindingFlags.Instance))
        {
            var setter = property.SetMethod?.ReturnParameter.GetRequiredCustomModifiers();
            Assert.True(
                setter is null || setter.Contains(typeof(System.Runtime.CompilerServices.IsExternalInit)),
                $"{path}.{property.Name} can be changed.");
            AssertValue(property.PropertyType, seen, $"{path}.{property.Name}");
        }
    }

    /// <summary>Empties every list and array in a value, as careless callers might.</summary>
    private static void Vandalise(object? value)
    {
        if (value is null or string or Instant or Enum || value.GetType().IsPrimitive)
        {
            return;
        }

        if (value is IList list)
        {
            foreach (var item in list)
            {
                Vandalise(item);
            }

            if (value is Array array)
            {
                Array.Clear(array);
            }
            else if (!list.IsReadOnly)
            {
                list.Clear();
            }

            return;
        }

        foreach (var property in value.GetType().GetProperties())
        {
            if (property.GetIndexParameters().Length == 0)
            {
                Vandalise(property.GetValue(value));
            }
        }
    }
}
