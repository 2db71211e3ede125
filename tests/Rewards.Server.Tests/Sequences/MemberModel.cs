namespace Rewards.Server.Tests.Sequences;

/// <summary>What the API must answer about one member. Answers are status and, where there are some, awards.</summary>
internal sealed class MemberModel(bool debt)
{
    private readonly Dictionary<int, EarnedModel> earned = [];
    private readonly Dictionary<int, (string Currency, int Amount)> adjusted = [];
    private readonly Dictionary<string, WalletModel> wallets = new()
    {
        ["feathers"] = new WalletModel(debt),
        ["stars"] = new WalletModel(debt),
    };

    public bool Exists { get; private set; }

    public IReadOnlyDictionary<string, WalletModel> Wallets => wallets;

    /// <summary>Everything that has come due by now; the server's timers do the same.</summary>
    public void PassTo(DateTime now)
    {
        foreach (var one in earned.Values.Where(one =>
            one.Review == "pending" && !one.Reversed && one.ReceivedAt.AddDays(RulesUnderTest.LapseDays) <= now))
        {
            (one.Review, one.Freed) = ("lapsed", true);
            EndPending(one);
        }

        foreach (var wallet in wallets.Values)
        {
            wallet.Expire(now);
        }
    }

    public Expected Earn(Step.Earn step, DateTime now, DateTime? toldAt)
    {
        if (earned.TryGetValue(step.Number, out var known))
        {
            return known.Type == step.Type && known.Subject == step.Subject && known.ToldAt == toldAt
                ? Expected.Awards(known, replayed: true)
                : Expected.Problem(409, "id-conflict");
        }

        var at = toldAt ?? now;
        if (now - at > TimeSpan.FromHours(RulesUnderTest.LatenessHours))
        {
            return Expected.Problem(422, "time-out-of-range");
        }

        var given = RulesUnderTest.Gives(step.Type, step.Subject, at, [.. earned.Values]);
        var pending = step.Type == "comment" && given.Length > 0;
        var one = new EarnedModel(step.Type, step.Subject, at, now)
        {
            ToldAt = toldAt,
            Given = given,
            Review = pending ? "pending" : null,
        };
        (earned[step.Number], Exists) = (one, true);
        foreach (var (currency, _, amount) in given)
        {
            if (pending)
            {
                wallets[currency].Pending += amount;
            }
            else
            {
                wallets[currency].Give(RulesUnderTest.Ends(currency, now), amount);
            }
        }

        return Expected.Awards(one, replayed: false);
    }

    public Expected Review(Step.Review step, DateTime now)
    {
        if (!earned.TryGetValue(step.Number, out var one))
        {
            return Expected.Problem(404, "unknown-activity");
        }

        var wanted = step.Approve ? "granted" : "rejected";
        if (one.Reversed || one.Review is null || (one.Review != "pending" && one.Review != wanted))
        {
            return Expected.Problem(409, one.Reversed ? "already-reversed"
                : one.Review is null ? "nothing-pending" : "already-reviewed");
        }

        var replayed = one.Review == wanted;
        if (!replayed)
        {
            EndPending(one);
            (one.Review, one.ApprovedAt, one.Freed) = (wanted, now, !step.Approve);
            foreach (var (currency, _, amount) in step.Approve ? one.Given : [])
            {
                wallets[currency].Give(RulesUnderTest.Ends(currency, now), amount);
            }
        }

        return Expected.Awards(one, replayed);
    }

    public Expected Reverse(Step.Reverse step, DateTime now)
    {
        if (!earned.TryGetValue(step.Number, out var one))
        {
            return Expected.Problem(404, "unknown-activity");
        }

        if (one.Reversed)
        {
            return Expected.Awards(one, replayed: true);
        }

        if (!one.Gave || one.Review is "rejected" or "lapsed")
        {
            return Expected.Problem(409, "nothing-to-reverse");
        }

        var spendableFrom = one.Review == "granted" ? one.ApprovedAt : one.ReceivedAt;
        var alive = one.Given.Where(given => !(RulesUnderTest.Ends(given.Currency, spendableFrom) <= now)).ToArray();
        if (one.Review != "pending" && alive.Length == 0)
        {
            return Expected.Problem(409, "nothing-to-reverse");
        }

        one.Reversed = true;
        if (one.Review == "pending")
        {
            EndPending(one);
            return Expected.Awards(one, replayed: false);
        }

        foreach (var (currency, _, amount) in alive)
        {
            wallets[currency].TakeBack(amount, (RulesUnderTest.Ends(currency, spendableFrom), amount));
        }

        return Expected.Awards(one, replayed: false);
    }

    public Expected Adjust(Step.Adjust step, DateTime now)
    {
        if (adjusted.TryGetValue(step.Number, out var known))
        {
            return known == (step.Currency, step.Amount)
                ? Expected.Adjustment(replayed: true)
                : Expected.Problem(409, "id-conflict");
        }

        (adjusted[step.Number], Exists) = ((step.Currency, step.Amount), true);
        if (step.Amount > 0)
        {
            wallets[step.Currency].Give(RulesUnderTest.Ends(step.Currency, now), step.Amount);
        }
        else
        {
            wallets[step.Currency].TakeBack(-step.Amount, from: null);
        }

        return Expected.Adjustment(replayed: false);
    }

    private void EndPending(EarnedModel one)
    {
        foreach (var (currency, _, amount) in one.Given)
        {
            wallets[currency].Pending -= amount;
        }
    }
}
