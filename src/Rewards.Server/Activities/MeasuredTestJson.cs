using System.Text.Json;
using NodaTime;
using NodaTime.Text;
using Rewards.Domain.Rules;
using Rewards.Domain.Standing;
using Rewards.Server.Standing;

namespace Rewards.Server.Activities;

/// <summary>Renders a test of member, history or calendar: the value that it had, and what was asked of it.</summary>
internal static class MeasuredTestJson
{
    public static void Write(Utf8JsonWriter json, MeasuredTest test, in RuleTrace trace)
    {
        switch (test)
        {
            case MembershipDaysTest days:
                json.WriteString("member"u8, "days"u8);
                WriteBound(json, days, trace);
                break;
            case StandingTest standing:
                json.WriteString("member"u8, "standing"u8);
                json.WriteString("test"u8, "in"u8);
                json.WriteString("value"u8, StandingNames.Of((StandingKind)trace.Used));
                json.WriteStartArray("threshold"u8);
                foreach (var kind in StandingNames.Of(standing))
                {
                    json.WriteStringValue(StandingNames.Of(kind));
                }

                json.WriteEndArray();
                break;
            case LevelTest level:
                json.WriteString("member"u8, "level"u8);
                WriteLevels(json, level, trace);
                break;
            case BadgeTest badge:
                json.WriteString("member"u8, "badge"u8);
                json.WriteString("test"u8, "has"u8);
                json.WriteBoolean("value"u8, trace.Used == 1);
                json.WriteString("threshold"u8, badge.Badge);
                break;
            case QuestTest quest: WriteQuest(json, quest, trace); break;
            case StreakTest streak:
                json.WriteString("member"u8, "streak"u8);
                json.WriteString("of"u8, streak.Terms.Id);
                WriteBound(json, streak, trace);
                break;
            case ContributionTest contribution:
                json.WriteString("member"u8, "contribution"u8);
                json.WriteString("test"u8, ConditionJson.Name(contribution.Comparison));
                json.WriteNumber("value"u8, trace.Used / 1_000m);
                json.WriteNumber("threshold"u8, contribution.Threshold / 1_000m);
                break;
            case HistoryTest history:
                WriteTally(json, history.Tally);
                WriteBound(json, history, trace);
                break;
            case WeekdayTest weekday:
                json.WriteString("test"u8, "weekday"u8);
                json.WriteString("value"u8, Name((IsoDayOfWeek)trace.Used));
                WriteDays(json, weekday.Days);
                break;
            case HourTest hour:
                json.WriteString("test"u8, "hours"u8);
                json.WriteNumber("value"u8, trace.Used);
                json.WriteStartObject("threshold"u8);
                json.WriteNumber("from"u8, hour.From);
                json.WriteNumber("before"u8, hour.Before);
                json.WriteEndObject();
                break;
            case DateTest date:
                json.WriteString("test"u8, "dates"u8);
                json.WriteString("value"u8, Text(new LocalDate(1970, 1, 1).PlusDays((int)trace.Used)));
                json.WriteStartObject("threshold"u8);
                json.WriteString("from"u8, date.From is { } from ? Text(from) : null);
                json.WriteString("through"u8, date.Through is { } through ? Text(through) : null);
                json.WriteEndObject();
                break;
        }
    }

    private static void WriteQuest(Utf8JsonWriter json, QuestTest test, in RuleTrace trace)
    {
        json.WriteString("member"u8, "quest"u8);
        json.WriteString("test"u8, test.Done ? "done"u8 : "begun"u8);
        json.WriteString("value"u8, trace.Used switch { 0 => "nothing"u8, 1 => "begun"u8, _ => "done"u8 });
        json.WriteString("threshold"u8, test.Quest.Id);
    }

    private static void WriteLevels(Utf8JsonWriter json, LevelTest test, in RuleTrace trace)
    {
        json.WriteString("test"u8, ConditionJson.Name(test.Comparison));
        json.WriteString("value"u8, test.Ladder.At((int)trace.Used)?.Id);
        if (test.Comparison == Comparison.In)
        {
            json.WriteStartArray("threshold"u8);
            foreach (var rank in test.Ranks)
            {
                json.WriteStringValue(test.Ladder.At(rank)!.Id);
            }

            json.WriteEndArray();
        }
        else
        {
            json.WriteString("threshold"u8, test.Ladder.At(test.Ranks[0])!.Id);
        }
    }

    private static void WriteTally(Utf8JsonWriter json, Tally tally)
    {
        json.WriteString("count"u8, tally.When);
        if (tally.Kind != TallyKind.Activities)
        {
            var word = tally.Kind switch
            {
                TallyKind.WithCounterparty => "with"u8,
                TallyKind.FromCounterparty => "from"u8,
                _ => "distinct"u8,
            };
            json.WriteString(word, "counterparty"u8);
        }

        json.WriteString("within"u8, tally.Window.ToString().ToLowerInvariant());
    }

    private static void WriteBound(Utf8JsonWriter json, NumberTest test, in RuleTrace trace)
    {
        json.WriteString("test"u8, ConditionJson.Name(test.Comparison));
        json.WriteNumber("value"u8, trace.Used);
        json.WriteNumber("threshold"u8, test.Threshold);
    }

    private static void WriteDays(Utf8JsonWriter json, int days)
    {
        json.WriteStartArray("threshold"u8);
        for (var day = IsoDayOfWeek.Monday; day <= IsoDayOfWeek.Sunday; day++)
        {
            if ((days & (1 << (int)day)) != 0)
            {
                json.WriteStringValue(Name(day));
            }
        }

        json.WriteEndArray();
    }

    private static string Name(IsoDayOfWeek day) => day.ToString().ToLowerInvariant();

    private static string Text(LocalDate date) => LocalDatePattern.Iso.Format(date);
}
