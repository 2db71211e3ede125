using NodaTime;
using Rewards.Domain.Activities;
using Rewards.Domain.Ledger;
using Rewards.Domain.Programmes;
using Rewards.Domain.Rules;
using Rewards.Domain.Time;

namespace Rewards.Domain.Tests.Programmes;

public sealed class ProgrammeReaderTests
{
    private readonly Programme programme = Sample.Read(Sample.Json, version: 3);

    [Fact]
    public void Read_Head_GivesPoliciesAndTerms()
    {
        Assert.Equal(new CommunityId("ops-articles"), programme.Community);
        Assert.Equal(3, programme.Version);
        Assert.Equal("运维知识文章站", programme.Name);
        Assert.Equal("Asia/Shanghai", programme.Calendar.Zone.Id);
        Assert.Equal(NegativeBalancePolicy.Floor, programme.NegativeBalance);
        Assert.Equal(UnknownActivityPolicy.Reject, programme.UnknownActivity);
        Assert.Equal(Duration.FromDays(7), programme.LatenessMax);
        Assert.Equal(Duration.FromDays(30), programme.PendingLapse);
        Assert.Equal(Period.FromDays(365), programme.Currencies["feathers"].Validity);
        Assert.Equal("羽毛", programme.Currencies["feathers"].Names["zh"]);
        Assert.Null(programme.Currencies["stars"].Validity);
    }

    [Fact]
    public void Read_Activities_GiveTypesWithFacts()
    {
        var comment = programme.ActivityTypes["comment-posted"];

        Assert.Equal(new FactTerms("comment", FactKind.Text, Personal: true), comment.Facts["comment"]);
        Assert.True(comment.HasPersonalFacts);
        Assert.Equal(FactKind.Decimal, programme.ActivityTypes["quiz-answered"].Facts["score"].Kind);
        Assert.False(programme.ActivityTypes["quiz-answered"].HasPersonalFacts);
        Assert.Empty(programme.ActivityTypes["article-shared"].Facts);
    }

    [Fact]
    public void Read_Rules_GiveAmountsStatusAndStacking()
    {
        var (quiz, comment) = (programme.Rules[0], programme.Rules[1]);

        Assert.Equal([new Give("feathers", 5), new Give("stars", 1)], quiz.Gives);
        Assert.Equal((AwardStatus.Granted, Stacking.Stack), (quiz.Status, quiz.Stacking));
        Assert.Equal((AwardStatus.Pending, Stacking.Stop), (comment.Status, comment.Stacking));
        Assert.Equal([0, 1, 2], programme.Rules.Select(rule => rule.Ordinal));
        Assert.Null(programme.Rules[2].If);
    }

    [Fact]
    public void Read_Limits_HaveKeysOfTheirOwnAndCoolDownLast()
    {
        var limits = programme.Rules[0].Limits;

        Assert.Equal([LimitUnit.Times, LimitUnit.Amount, LimitUnit.CoolDown], limits.Select(limit => limit.Unit));
        var amountKey = LimitKeys.Of("quiz-right", LimitScope.Member, LimitUnit.Amount, WindowKind.Day, "feathers");
        Assert.Equal(
            new Limit(amountKey, LimitScope.Member, LimitUnit.Amount, WindowKind.Day, "feathers", 15, Duration.Zero),
            limits[1]);
        Assert.Equal(LimitScope.Member, limits[2].Scope);
        Assert.Equal(Duration.FromMinutes(10), limits[2].CoolDown);
        Assert.Equal(LimitScope.MemberAndSubject, Assert.Single(programme.Rules[1].Limits).Scope);
        Assert.Equal("feathers", Assert.Single(programme.Rules[2].Limits).Currency);
    }

    [Fact]
    public void Read_Condition_IsNumberedInOrderOfWriting()
    {
        var condition = programme.Rules[0].If!;

        Assert.IsType<AllOf>(condition.Find(0));
        Assert.Equal("correct", Assert.IsType<FactTest>(condition.Find(1)).Fact);
        Assert.IsType<AnyOf>(condition.Find(2));
        Assert.Equal("score", Assert.IsType<FactTest>(condition.Find(3)).Fact);
        Assert.IsType<Not>(condition.Find(4));
        Assert.Equal("tries", Assert.IsType<FactTest>(condition.Find(5)).Fact);
        Assert.Null(condition.Find(6));
    }

    [Fact]
    public void Read_RulesOfOneType_AreConsideredByOrder()
    {
        var later = Sample.With("\"order\": 10", "\"order\": 99")
            .Replace("\"when\": \"article-shared\"", "\"when\": \"quiz-answered\"", StringComparison.Ordinal);

        var rules = Sample.Read(later).RulesByType["quiz-answered"];

        Assert.Equal(["share", "quiz-right"], rules.Select(rule => rule.Id));
        Assert.False(Sample.Read(later).RulesByType.ContainsKey("article-shared"));
    }

    [Fact]
    public void Read_OptionalFieldsLeftOut_TakeDefaults()
    {
        var lean = Sample.Read("""
            { "community": "c", "name": "C", "timeZone": "UTC", "currencies": { "points": {} },
              "negativeBalance": "debt", "unknownActivity": "record", "activities": {}, "rules": [] }
            """);

        Assert.Equal(Duration.FromDays(7), lean.LatenessMax);
        Assert.Equal(Duration.FromDays(30), lean.PendingLapse);
        Assert.Null(lean.Currencies["points"].Validity);
        Assert.Empty(lean.Rules);
    }

    [Fact]
    public void Read_LongestPeriods_AreAllowed()
    {
        var json = Sample.With("P365D", "P10Y").Replace("P7D", "P31D", StringComparison.Ordinal)
            .Replace("P30D", "PT8784H", StringComparison.Ordinal);

        Assert.Equal(Duration.FromDays(366), Sample.Read(json).PendingLapse);
    }
}
