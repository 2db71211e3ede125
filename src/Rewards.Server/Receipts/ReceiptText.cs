using System.Globalization;
using NodaTime;
using NodaTime.Text;
using Rewards.Domain.Programmes;
using Rewards.Domain.Rules;

namespace Rewards.Server.Receipts;

/// <summary>A sentence in both languages.</summary>
internal readonly record struct Sentence(string Chinese, string English);

/// <summary>
/// Says in a sentence what became of a rule; the structured receipt beside it has the same values. Times are those of
/// the community's clocks.
/// </summary>
internal sealed class ReceiptText(DateTimeZone zone)
{
    private static readonly ZonedDateTimePattern Clock =
        ZonedDateTimePattern.CreateWithInvariantCulture("uuuu-MM-dd HH:mm", null);

    /// <param name="rule">The rule.</param>
    /// <param name="trace">What became of it.</param>
    /// <param name="given">What it gave and how that stands, like "You got 5 feathers".</param>
    /// <param name="condition">What the deciding condition asked for and what it found.</param>
    /// <param name="discount">What the discount met; null: there is none.</param>
    public Sentence Of(
        Rule rule, in RuleTrace trace, in Sentence given, ConditionText? condition, DiscountApplied? discount = null) =>
        trace.Outcome switch
        {
            RuleOutcome.Granted => new($"{given.Chinese}。", $"{given.English}."),
            RuleOutcome.GrantedInPart => new(
                $"{given.Chinese}：额度 {trace.Threshold}，此前已用 {trace.Used}{Resets(trace).Chinese}。",
                $"{given.English}: of {trace.Threshold}, {trace.Used} were used before{Resets(trace).English}."),
            RuleOutcome.Discounted when discount is { Received: > 0 and var received } => new(
                $"{given.Chinese}：你们互相支持（对方 {received} 次，你此前 {trace.Used} 次），本次按 {trace.Threshold}% 计算。",
                $"{given.English}: you support each other ({Times(received)} by the other, {trace.Used} by you "
                + $"before), so this counts {trace.Threshold} %."),
            RuleOutcome.DiscountedToNothing when discount is { Received: > 0 and var received } => new(
                $"未获得：你们互相支持（对方 {received} 次，你此前 {trace.Used} 次），不再计算{Resets(trace).Chinese}。",
                $"Nothing: you support each other ({Times(received)} by the other, {trace.Used} by you before), "
                + $"so this no longer counts{Resets(trace).English}."),
            RuleOutcome.Discounted => new(
                $"{given.Chinese}：对同一人已支持 {trace.Used} 次，本次按 {trace.Threshold}% 计算。",
                $"{given.English}: after {Times(trace.Used)} with the same person this counts {trace.Threshold} %."),
            RuleOutcome.DiscountedToNothing => new(
                $"未获得：对同一人已支持 {trace.Used} 次，不再计算{Resets(trace).Chinese}。",
                $"Nothing: after {Times(trace.Used)} with the same person it no longer counts{Resets(trace).English}."),
            RuleOutcome.LimitReached => new(
                $"未获得：额度 {trace.Threshold} 已用完{Resets(trace).Chinese}。",
                $"Nothing: the limit of {trace.Threshold} is used up{Resets(trace).English}."),
            RuleOutcome.CoolingDown => new(
                $"未获得：距上次不足 {trace.Threshold} 秒{Resets(trace).Chinese}。",
                $"Nothing: less than {trace.Threshold} seconds since the last time{Resets(trace).English}."),
            RuleOutcome.ConditionFailed or RuleOutcome.BelowQuality => new(
                $"未获得：条件未满足（{condition?.Chinese}）。", $"Nothing: {condition?.English}."),
            RuleOutcome.StoppedByEarlierRule => new("未考虑：前面的规则已奖励。", "Not considered: an earlier rule has paid."),
            RuleOutcome.BeatenInGroup => new(
                $"未获得：同组中另一规则给得更多（{trace.Threshold} 对 {trace.Used}）。",
                $"Nothing: another rule of its group gives more ({trace.Threshold} against {trace.Used})."),
            RuleOutcome.BadgeHeld => new("未获得：已有此徽章。", "Nothing: the member has the badge already."),
            RuleOutcome.QuestFull => new(
                "未获得：任务已完成、这一步已满，或不在任务期内。", "Nothing: the quest is done or closed, or this step of it is full."),
            RuleOutcome.SubjectMissing => new("未获得：没有说明对象。", "Nothing: the activity has no subject."),
            RuleOutcome.CounterpartyMissing or RuleOutcome.RecipientMissing => new(
                "未获得：没有说明对方是谁。", "Nothing: the activity names no other person."),
            RuleOutcome.Vesting => new(
                $"{given.Chinese}：须在 {At(trace.FreeAgainAt!.Value)} 之前活跃满 {trace.Threshold} 天（含当天）。",
                $"{given.English}: for {trace.Threshold} active days, this one included, "
                + $"before {At(trace.FreeAgainAt.Value)}."),
            RuleOutcome.VestingFull => new(
                $"未获得：待成熟的奖励已有 {trace.Used} 项。", $"Nothing: {trace.Used} awards vest already."),
            RuleOutcome.BudgetRest => new(
                $"{given.Chinese}：预算 {rule.Budget!.Id} 只剩 {trace.Used}，应得 {trace.Threshold}{Resets(trace).Chinese}。",
                $"{given.English}: the budget {rule.Budget.Id} had {trace.Used} of {trace.Threshold} left"
                + $"{Resets(trace).English}."),
            RuleOutcome.BudgetExhausted => new(
                $"未获得：预算 {rule.Budget!.Id} 已用完{Resets(trace).Chinese}。",
                $"Nothing: the budget {rule.Budget.Id} is used up{Resets(trace).English}."),
            RuleOutcome.Banned => new("未获得：你已被封禁。", "Nothing: you are banned."),
            RuleOutcome.Muted => new(
                $"未获得：你正被禁言{Resets(trace).Chinese}。", $"Nothing: you are muted{Resets(trace).English}."),
            _ => new("未获得：四舍五入后为零。", "Nothing: rounded, nothing is left."),
        };

    /// <summary>What would have given more.</summary>
    public Sentence Of(Programme programme, Change change) => change.Kind
        is ChangeKind.Contribution or ChangeKind.Level or ChangeKind.Badge or ChangeKind.Streak
            ? AchievementChangeText.Of(programme, change) : Of(programme.Rules[change.Rule], change);

    private Sentence Of(Rule rule, Change change) => change.Kind switch
    {
        ChangeKind.Fact => new(
            $"若 {change.Fact!.Value.Name} 为 {change.Fact.Value.Value}，规则 {rule.Id} 会给得更多。",
            $"With {change.Fact.Value.Name} {change.Fact.Value.Value}, the rule {rule.Id} would have given more."),
        ChangeKind.Subject => new(
            $"若说明对象，规则 {rule.Id} 会给得更多。", $"With a subject, the rule {rule.Id} would have given more."),
        ChangeKind.Wait => new(
            $"{At(change.Until!.Value)} 之后，规则 {rule.Id} 会给得更多。",
            $"From {At(change.Until.Value)} on, the rule {rule.Id} would give more."),
        ChangeKind.OtherCounterparty => new(
            $"若对方是另一个人，规则 {rule.Id} 会给得更多。",
            $"With another person, the rule {rule.Id} would have given more."),
        _ => new(
            $"若说明对方是谁，规则 {rule.Id} 会给得更多。",
            $"With the other person named, the rule {rule.Id} would have given more."),
    };

    private Sentence Resets(in RuleTrace trace) => trace.FreeAgainAt is { } at
        ? new($"，{At(at)} 恢复", $"; free again at {At(at)}")
        : new("，不再恢复", ", for good");

    private string At(Instant at) => Clock.Format(at.InZone(zone));

    private static string Times(long count) =>
        count == 1 ? "1 time" : string.Create(CultureInfo.InvariantCulture, $"{count} times");
}
