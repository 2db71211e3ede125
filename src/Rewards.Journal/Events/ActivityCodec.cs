using Rewards.Domain;
using Rewards.Domain.Activities;
using Rewards.Domain.Members;
using Rewards.Domain.Rules;
using Rewards.Journal.Records;

namespace Rewards.Journal.Events;

/// <summary>activity-recorded.v1</summary>
internal static class ActivityCodec
{
    public static void Write(ByteWriter writer, ActivityRecorded recorded)
    {
        var activity = recorded.Activity;
        writer.Text(activity.Id.Value);
        writer.Text(activity.Type);
        writer.OptionalTime(activity.At);
        writer.OptionalText(activity.Subject);
        writer.OptionalText(activity.Counterparty);
        FactParts.Write(writer, activity.Facts);
        WriteReceipt(writer, recorded.Receipt);
    }

    public static ActivityRecorded Read(ref ByteReader reader)
    {
        var activity = new Activity(
            new ActivityId(reader.Text()),
            reader.Text(),
            reader.OptionalTime(),
            reader.OptionalText(),
            reader.OptionalText(),
            FactParts.Read(ref reader));
        return new ActivityRecorded(activity, ReadReceipt(ref reader));
    }

    private static void WriteReceipt(ByteWriter writer, Receipt receipt)
    {
        writer.Unsigned((ulong)receipt.RulesVersion);
        writer.Byte((byte)receipt.Reason);
        writer.Unsigned((ulong)receipt.Rules.Count);
        for (var i = 0; i < receipt.Rules.Count; i++)
        {
            var trace = receipt.Rules[i];
            writer.Unsigned((ulong)trace.Rule);
            writer.Byte((byte)trace.Outcome);
            if (!HasDetail(trace.Outcome))
            {
                continue;
            }

            writer.Signed(trace.Decider);
            writer.Signed(trace.Used);
            writer.Signed(trace.Threshold);
            LedgerParts.WriteSeconds(writer, trace.FreeAgainAt);
        }
    }

    private static Receipt ReadReceipt(ref ByteReader reader)
    {
        var version = (int)reader.Unsigned();
        var reason = (ReceiptReason)reader.Byte();
        var traces = new RuleTrace[reader.Count()];
        for (var i = 0; i < traces.Length; i++)
        {
            var rule = (int)reader.Unsigned();
            var outcome = (RuleOutcome)reader.Byte();
            traces[i] = HasDetail(outcome)
                ? new RuleTrace(
                    rule,
                    outcome,
                    (int)reader.Signed(),
                    reader.Signed(),
                    reader.Signed(),
                    LedgerParts.ReadSeconds(ref reader))
                : new RuleTrace(rule, outcome);
        }

        return new Receipt(version, reason, traces);
    }

    private static bool HasDetail(RuleOutcome outcome) =>
        outcome is not (RuleOutcome.Granted or RuleOutcome.StoppedByEarlierRule);
}
