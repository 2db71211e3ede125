using System.Text;
using NodaTime;
using NodaTime.Text;
using Rewards.Domain;
using Rewards.Domain.Communities;
using Rewards.Domain.Programmes;
using Rewards.Domain.Reports;
using Rewards.Grains;
using Rewards.Grains.Communities;
using Rewards.Grains.Projections;
using Rewards.Server.Http;
using Rewards.Server.Simulations;

namespace Rewards.Server.Reports;

/// <summary>
/// <c>GET /v1/communities/{community}/reports/match</c>: share of pay against share of contribution in one month, as
/// JSON, CSV (every member) or SVG. By what was measured, or with <c>contributionModel=V</c> as that version of the
/// model measures it.
/// </summary>
internal sealed class GetMatchReport(
    IGrains grains, ProgrammeCache programmes, MatchReading reading, Remeasure remeasure, TimeProvider time)
{
    private const int ExtremesMax = 10;

    public async Task HandleAsync(HttpContext context)
    {
        PageQuery.RequireKnown(context, "period", "currency", "format", "contributionModel");
        var community = RawPath.Community(context);
        var programme = await programmes.CurrentAsync(community.Value);
        var month = MonthOf(context, programme);
        var currency = CurrencyOf(context, programme);
        var format = (string?)context.Request.Query["format"] ?? "json";
        if (format is not ("json" or "csv" or "svg"))
        {
            throw new ProblemException(
                Problems.InvalidQuery, "'format' is json, csv or svg.", ("parameter", "format"));
        }

        var figures = await FiguresAsync(community, month, currency, ModelAsked.Of(context), context.RequestAborted);
        var report = await MakeAsync(community, month, currency, figures, context.RequestAborted);
        switch (format)
        {
            case "csv":
                context.Response.ContentType = "text/csv; charset=utf-8";
                await MatchCsv.WriteAsync(report, context.Response.Body, context.RequestAborted);
                break;
            case "svg":
                context.Response.ContentType = "image/svg+xml";
                await context.Response.WriteAsync(MatchSvg.Write(report), Encoding.UTF8, context.RequestAborted);
                break;
            default:
                await JsonAnswer.WriteAsync(context, report, MatchJson.Write);
                break;
        }
    }

    private async ValueTask<(MonthCopy Figures, IReadOnlyList<int> Models, Instant AsOf)> FiguresAsync(
        CommunityId community, YearMonth month, string currency, int? model, CancellationToken cancellation)
    {
        var measuring = model is { } asked ? await programmes.MeasuringAsync(community.Value, asked) : null;
        var (copy, asOf) = await reading.ReadAsync(community, month, currency, cancellation);
        var figures = copy ?? new MonthCopy([], [], [], []);
        if (measuring is null)
        {
            return (figures, await ModelsAsync(community, figures.Models), asOf);
        }

        var (from, to) = Bounds(month, measuring);
        var contribution = await remeasure(measuring, from, to, cancellation);
        return (figures.With(contribution), [measuring.Contribution!.Version], asOf);
    }

    /// <summary>What rules carried has numbers of its own.</summary>
    private async ValueTask<IReadOnlyList<int>> ModelsAsync(
        CommunityId community, IReadOnlyList<MeasuringModel> models)
    {
        var known = models.Any(model => model.Version == 0) ? await grains.Community(community).ModelsAsync() : [];
        return [.. models
            .Select(model => model.Version > 0 ? model.Version : known.OfRules(model.RulesVersion))
            .Where(version => version > 0).Distinct().Order()];
    }

    private static (Instant From, Instant To) Bounds(YearMonth month, Programme programme)
    {
        var (interval, zone) = (month.ToDateInterval(), programme.Calendar.Zone);
        return (zone.AtStartOfDay(interval.Start).ToInstant(),
            zone.AtStartOfDay(interval.End.PlusDays(1)).ToInstant());
    }

    private async ValueTask<MatchReport> MakeAsync(
        CommunityId community, YearMonth month, string currency,
        (MonthCopy Figures, IReadOnlyList<int> Models, Instant AsOf) read, CancellationToken cancellation)
    {
        var (figures, models, asOf) = read;
        var match = new Match(figures.Pay, figures.Contribution);
        var over = new List<ExtremeMember>();
        var under = new List<ExtremeMember>();
        foreach (var (sign, into) in new[] { (1, over), (-1, under) })
        {
            // Where nobody contributed (or was paid), everybody else would be an extreme.
            foreach (var share in match.Figures().Index is null ? [] : match.Extremes(ExtremesMax, sign))
            {
                var member = figures.Members[share.Member];
                var (costs, all) = await reading.CostsOfAsync(community, member, month, currency, cancellation);
                into.Add(new ExtremeMember(
                    member, figures.Pay[share.Member], figures.Contribution[share.Member], share,
                    await NameAsync(community, costs), all));
            }
        }

        var microseconds = asOf.ToUnixTimeTicks() / 10 * 10;
        return new MatchReport(
            community, month, currency, Instant.FromUnixTimeTicks(microseconds), figures, match, over, under,
            await NameAsync(community, figures.Costs), await ExperimentsAsync(community, figures.Experiments))
        {
            Models = models,
        };
    }

    private async ValueTask<IReadOnlyList<ExperimentOfReport>> ExperimentsAsync(
        CommunityId community, IReadOnlyList<ExperimentCopy> experiments)
    {
        var arms = new List<ExperimentOfReport>(experiments.Count);
        foreach (var it in experiments)
        {
            arms.Add(new ExperimentOfReport(
                it.Id, it.Version, it.Percent, await ArmAsync(community, it.Treatment),
                await ArmAsync(community, it.Control)));
        }

        return arms;
    }

    private async ValueTask<ArmOfReport> ArmAsync(CommunityId community, MonthCopy arm) =>
        new(arm, new Match(arm.Pay, arm.Contribution), await NameAsync(community, arm.Costs));

    private async ValueTask<IReadOnlyList<NamedCost>> NameAsync(CommunityId community, IReadOnlyList<RuleCost> costs)
    {
        var named = new List<NamedCost>(costs.Count);
        foreach (var cost in costs.OrderByDescending(cost => cost.Amount - cost.Reversed))
        {
            var programme = await programmes.VersionAsync(community.Value, cost.Version);
            named.Add(new NamedCost(programme.Rules[cost.Rule].Id, cost.Version, cost.Amount, cost.Reversed));
        }

        return named;
    }

    private YearMonth MonthOf(HttpContext context, Programme programme)
    {
        if ((string?)context.Request.Query["period"] is not { } text)
        {
            var today = Instant.FromDateTimeOffset(time.GetUtcNow()).InZone(programme.Calendar.Zone).Date;
            return new YearMonth(today.Year, today.Month);
        }

        var parsed = YearMonthPattern.Iso.Parse(text);
        return parsed.Success
            ? parsed.Value
            : throw new ProblemException(
                Problems.InvalidQuery, "'period' is a month like 2026-11.", ("parameter", "period"));
    }

    private static string CurrencyOf(HttpContext context, Programme programme)
    {
        var text = (string?)context.Request.Query["currency"];
        if (text is null && programme.Currencies.Count == 1)
        {
            return programme.Currencies.Keys.Single();
        }

        return text is not null && programme.Currencies.ContainsKey(text)
            ? text
            : throw new ProblemException(
                Problems.InvalidQuery,
                $"'currency' is one of {string.Join(", ", programme.Currencies.Keys)}.",
                ("parameter", "currency"));
    }
}
