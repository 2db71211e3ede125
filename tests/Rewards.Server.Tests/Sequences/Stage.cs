using Rewards.Server.Tests.Running;

namespace Rewards.Server.Tests.Sequences;

/// <summary>The server on which sequences are played, each with a member of its own.</summary>
internal sealed class Stage : IAsyncDisposable
{
    public const string Floor = "sequences-floor";
    public const string Debt = "sequences-debt";
    private readonly ServerSetup setup = new();
    private readonly JumpingClock clock = new(new DateTimeOffset(2026, 3, 2, 0, 0, 0, TimeSpan.Zero));
    private InProcessServer? server;

    public Api Api => server!.Api;

    public DateTime Now => clock.GetUtcNow().UtcDateTime;

    public static async Task<Stage> OpenAsync()
    {
        var stage = new Stage();
        stage.setup.With("floor.json.yaml", RulesUnderTest.Document(Floor, debt: false));
        stage.setup.With("debt.json.yaml", RulesUnderTest.Document(Debt, debt: true));
        await stage.RestartAsync();
        return stage;
    }

    private async Task RestartAsync()
    {
        if (server is not null)
        {
            await server.DisposeAsync();
        }

        server = await InProcessServer.StartAsync(setup, clock);
    }

    /// <summary>What happens to everybody; nothing for other steps.</summary>
    public async Task RunAsync(Step? step)
    {
        switch (step)
        {
            case Step.Wait wait:
                clock.Jump(TimeSpan.FromMinutes(wait.Minutes));
                break;
            case Step.Restart:
                await RestartAsync();
                break;
        }
    }

    /// <summary>Each sequence begins on a Monday, so that the same steps meet the same days of a week.</summary>
    public void JumpToMonday()
    {
        var days = 7 - (((int)Now.DayOfWeek + 6) % 7);
        clock.Jump(Now.Date.AddDays(days) - Now);
    }

    public async ValueTask DisposeAsync()
    {
        if (server is not null)
        {
            await server.DisposeAsync();
        }

        setup.Dispose();
    }
}
