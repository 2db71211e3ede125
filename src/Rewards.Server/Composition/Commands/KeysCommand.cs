using System.CommandLine;
using NodaTime;
using NodaTime.Text;
using Rewards.Domain.Registry;
using Rewards.Domain.Text;
using Rewards.Grains.Registry;

namespace Rewards.Server.Composition.Commands;

/// <summary><c>keys</c>: creates, lists and revokes API keys.</summary>
internal static class KeysCommand
{
    private static readonly Option<string> Server = CommonOptions.LastWins(new Option<string>("--server")
    {
        Description = "Go through this running server, with an admin key in REWARDS_KEY; without it, the journal of "
            + "the settings is opened, which no server may have open",
        HelpName = "URL",
        Recursive = true,
    });

    private static readonly Option<string> Actor = CommonOptions.LastWins(new Option<string>("--actor")
    {
        Description = "For whom the key acts, as audits will name it",
        HelpName = "NAME",
        Required = true,
    });

    private static readonly Option<string[]> Scopes = new("--scope")
    {
        Description = $"What the key may do; may be repeated: {string.Join(", ", KeyText.AllNames)}",
        HelpName = "SCOPE",
        Required = true,
    };

    private static readonly Option<string[]> Communities = new("--community")
    {
        Description = "A community that the key reaches; may be repeated; none: all",
        HelpName = "NAME",
        DefaultValueFactory = _ => [],
    };

    private static readonly Option<string> Expires = CommonOptions.LastWins(new Option<string>("--expires")
    {
        Description = "When the key ends, in UTC [default: never]",
        HelpName = "YYYY-MM-DDThh:mm:ssZ",
    });

    private static readonly Argument<string> Id = new("id") { Description = "The key's id, as 'keys list' tells it" };

    public static Command Make()
    {
        var create = new Command("create", "Creates a key and shows it, once.") { Actor, Scopes, Communities, Expires };
        create.SetAction((parsed, cancellation) => WithAsync(parsed, async book =>
        {
            var (id, key) = await book.CreateAsync(Request(parsed), cancellation);
            await Console.Error.WriteLineAsync($"The key '{id}' was created. It is shown this once:");
            Console.WriteLine(key);
        }));
        var list = new Command("list", "Lists keys without their secrets, revoked ones included.");
        list.SetAction((parsed, cancellation) => WithAsync(parsed, async book =>
            Write(await book.ListAsync(cancellation))));
        var revoke = new Command("revoke", "Revokes a key, for good.") { Id };
        revoke.SetAction((parsed, cancellation) => WithAsync(parsed, async book =>
        {
            var revoked = await book.RevokeAsync(parsed.GetValue(Id)!, cancellation);
            Console.WriteLine($"The key '{revoked.Id}' of {revoked.Actor} is revoked since {revoked.RevokedAt}.");
        }));
        return new Command("keys", "Creates, lists and revokes API keys.") { Server, create, list, revoke };
    }

    private static async Task<int> WithAsync(ParseResult parsed, Func<IKeyBook, Task> work)
    {
        await using var book = parsed.GetValue(Server) is { } server
            ? ServerKeyBook.Open(server)
            : await JournalKeyBook.OpenAsync(CommonOptions.Load(parsed), CommonOptions.DataFolder(parsed));
        await work(book);
        return ExitCodes.Ok;
    }

    private static KeyRequest Request(ParseResult parsed)
    {
        var actor = parsed.GetValue(Actor)!;
        if (IdText.Problem(actor) is { } wrong)
        {
            throw new ArgumentsException($"--actor {wrong}.");
        }

        var communities = parsed.GetValue(Communities)!;
        foreach (var community in communities)
        {
            if (Slug.Problem(community) is { } problem)
            {
                throw new ArgumentsException($"--community: '{community}' {problem}.");
            }
        }

        var scopes = parsed.GetValue(Scopes)!.Aggregate(ApiScope.None, (all, name) => all | KeyText.Parse(name));
        return new KeyRequest(scopes, communities, actor, ExpiresAt(parsed.GetValue(Expires)));
    }

    private static Instant? ExpiresAt(string? text)
    {
        if (text is null)
        {
            return null;
        }

        if (!InstantPattern.ExtendedIso.Parse(text).TryGetValue(default, out var at))
        {
            throw new ArgumentsException($"--expires: '{text}' is not a time of the form 2027-01-31T16:00:00Z.");
        }

        return at > Instant.FromDateTimeOffset(TimeProvider.System.GetUtcNow())
            ? at
            : throw new ArgumentsException($"--expires: {text} has passed; the key would never work.");
    }

    private static void Write(IReadOnlyList<ApiKeyView> keys)
    {
        Terminal.WriteTable(Console.Out,
        [
            ["ID", "ACTOR", "SCOPES", "COMMUNITIES", "CREATED", "BY", "EXPIRES", "REVOKED"],
            .. keys.Select(key => new[]
            {
                key.Id, key.Actor, string.Join(',', KeyText.Names(key.Scopes)),
                key.Communities.Count == 0 ? "all" : string.Join(',', key.Communities),
                key.CreatedAt.ToString(), key.By, key.ExpiresAt?.ToString() ?? "never",
                key.RevokedAt?.ToString() ?? "no",
            }),
        ]);
    }
}
