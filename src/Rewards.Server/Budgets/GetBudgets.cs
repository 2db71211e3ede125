using System.Text.Json;
using NodaTime;
using Rewards.Domain;
using Rewards.Grains;
using Rewards.Grains.Budgets;
using Rewards.Grains.Communities;
using Rewards.Server.Activities;
using Rewards.Server.Http;

namespace Rewards.Server.Budgets;

/// <summary>What this host has drawn of the slices that it holds, by slice.</summary>
internal delegate ValueTask<Dictionary<long, long>> BudgetsUsed(CommunityId community);

/// <summary>
/// <c>GET …/communities/{community}/budgets</c>: of each budget the window that runs: amount, spent, leased and left.
/// </summary>
internal sealed class GetBudgets(IGrains grains, ProgrammeCache programmes, TimeProvider time, BudgetsUsed usedOf)
{
    public async Task HandleAsync(HttpContext context)
    {
        var community = RawPath.Community(context);
        await programmes.CurrentAsync(community.Value);
        var used = await usedOf(community);
        var view = await grains.Budgets(community).GetAsync(Instant.FromDateTimeOffset(time.GetUtcNow()));
        await JsonAnswer.WriteAsync(context, (view, used), static (json, it) => Write(json, it.view, it.used));
    }

    private static void Write(Utf8JsonWriter json, BudgetsView view, Dictionary<long, long> used)
    {
        json.WriteStartObject();
        json.WriteStartArray("items"u8);
        foreach (var budget in view.Budgets.OrderBy(one => one.Budget.Id, StringComparer.Ordinal))
        {
            var drawn = view.Open
                .Where(slice => slice.Key == budget.Budget.Key && slice.Start == budget.Start)
                .Sum(slice => used.GetValueOrDefault(slice.Slice));
            Write(json, budget, drawn);
        }

        json.WriteEndArray();
        json.WriteNull("next"u8);
        json.WriteEndObject();
    }

    /// <summary>What this host has drawn of its slices is spent; the rest of slices that are out is leased.</summary>
    private static void Write(Utf8JsonWriter json, BudgetView view, long drawn)
    {
        var (leased, spent, freed) = view.Use;
        json.WriteStartObject();
        json.WriteString("id"u8, view.Budget.Id);
        json.WriteString("currency"u8, view.Budget.Currency);
        json.WriteNumber("amount"u8, view.Budget.Amount);
        json.WriteNumber("spent"u8, spent - freed + drawn);
        json.WriteNumber("leased"u8, leased - drawn);
        json.WriteNumber("left"u8, Math.Max(0, view.Use.Left(view.Budget.Amount)));
        json.WriteString("within"u8, view.Budget.Window.ToString().ToLowerInvariant());
        if (view.End is { } end)
        {
            ActivityJson.WriteTime(json, "from"u8, view.Start);
            ActivityJson.WriteTime(json, "before"u8, end);
        }

        json.WriteEndObject();
    }
}
