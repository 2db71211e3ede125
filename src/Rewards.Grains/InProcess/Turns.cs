using Rewards.Journal;

namespace Rewards.Grains.InProcess;

/// <summary>What a command does inside a turn of its grain.</summary>
internal delegate ValueTask<TAnswer> TurnBody<in TGrain, in TCommand, TAnswer>(TGrain grain, TCommand command);

/// <summary>
/// Runs commands on grains: one turn at a time, decided synchronously on the state, the reply after the commit that
/// covers everything the decision has seen. A failed append drops the grain; a conflict or an unknown outcome is
/// resolved by running the command again on what the journal holds, where its id tells whether it was done.
/// </summary>
internal sealed class Turns(GrainOptions options) : IAsyncDisposable
{
    private readonly ActivationTable table = new(options.ActiveMax);
    private readonly Drain drain = new();

    public GrainOptions Options { get; } = options;

    public int ActiveGrains => table.Count;

    public (int Deepest, int Waiting) Mailboxes() => table.Mailboxes();

    public void EvictIdle() => table.EvictIdle();

    public async ValueTask<TAnswer> RunAsync<TGrain, TCommand, TAnswer>(
        StreamId id,
        Func<StreamId, IActivation> create,
        TurnBody<TGrain, TCommand, TAnswer> body,
        TCommand command)
        where TGrain : class, IActivation, IHasCommit
    {
        using var underWay = drain.Enter();
        var tried = default(Attempts);
        while (true)
        {
            var grain = (TGrain)await EnterAsync(id, create);
            TAnswer answer = default!;
            Exception? refusal = null;
            AppendUnderWay? commit = null;
            var seen = 0L;
            try
            {
                var wasInMemory = grain.IsLoaded;
                await grain.LoadAsync();
                if (tried.Any)
                {
                    grain.LookUp(tried.MetRepeats);
                }

                (answer, refusal) = await DecideAsync(grain, body, command);
                (commit, seen) = (grain.LastCommit, grain.Version);
                if (commit is null && wasInMemory)
                {
                    // An append proves that the state was current; who appends nothing has to ask.
                    await grain.RequireCurrentAsync();
                }
            }
            catch (Exception e) when (e is not (GrainBusyException or Domain.Programmes.DocumentException))
            {
                DropAndTryAgain(grain, e, ref tried);
                continue;
            }
            finally
            {
                grain.Exit();
            }

            try
            {
                if (commit is not null)
                {
                    using var span = Tracing.Span("commit");
                    await commit;
                }

                if (grain.Closed)
                {
                    // Whoever came alive in its place may have read the journal before this commit.
                    table.DropBehind(id, seen);
                }

                return refusal is null ? answer : throw refusal;
            }
            catch (Exception e) when (e is not Domain.DomainException)
            {
                DropAndTryAgain(grain, e, ref tried);
            }
        }
    }

    /// <summary>The state is not to be trusted any more. What the journal holds now may lead to an answer.</summary>
    /// <exception cref="Exception">It may not, or it was tried often enough: what the caller is told.</exception>
    private void DropAndTryAgain(IActivation grain, Exception e, ref Attempts tried)
    {
        table.Drop(grain);
        if (!tried.MayGoOnAfter(e, Options))
        {
            throw JournalTrouble.OfCommand(e);
        }
    }

    /// <summary>
    /// A refusal is an answer too: the state that led to it must be durable before it is told. Where an id was taken
    /// for new and nothing appended that would prove it, the turn looks and decides again: a repeat is answered as it
    /// was at first.
    /// </summary>
    private static async ValueTask<(TAnswer Answer, Exception? Refusal)> DecideAsync<TGrain, TCommand, TAnswer>(
        TGrain grain, TurnBody<TGrain, TCommand, TAnswer> body, TCommand command)
        where TGrain : class, IActivation
    {
        while (true)
        {
            (TAnswer, Exception?) decided;
            try
            {
                decided = (await body(grain, command), null);
            }
            catch (Domain.DomainException e)
            {
                decided = (default!, e);
            }

            if (!grain.RestsOnAssumption)
            {
                return decided;
            }

            grain.LookUp(repeatsAreAbout: false);
        }
    }

    /// <summary>Nearly always the turn is free and the grain is not closed: nothing is awaited or allocated.</summary>
    private ValueTask<IActivation> EnterAsync(StreamId id, Func<StreamId, IActivation> create)
    {
        var grain = table.Get(id, create);
        var entering = grain.EnterAsync(Options.MailboxMax);
        return entering.IsCompletedSuccessfully && !grain.Closed
            ? ValueTask.FromResult(grain)
            : WaitAsync(grain, entering);

        async ValueTask<IActivation> WaitAsync(IActivation waiting, ValueTask turn)
        {
            await turn;
            while (waiting.Closed)
            {
                waiting.Exit();
                waiting = table.Get(id, create);
                await waiting.EnterAsync(Options.MailboxMax);
            }

            return waiting;
        }
    }

    /// <summary>Takes no more commands and waits for those under way.</summary>
    public ValueTask DisposeAsync() => drain.CloseAsync();
}
