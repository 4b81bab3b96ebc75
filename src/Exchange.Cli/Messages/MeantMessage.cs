using Exchange.Cli.Parties;
using Exchange.Protocol.Messages;

namespace Exchange.Cli.Messages;

/// <summary>
/// The message that a command names: by its id, or by the reference of the exchange that it opened. Each sender gives its own ids, and two
/// parties may give the same: then the sender says which.
/// </summary>
internal sealed record MeantMessage(Guid Id, string? Sender)
{
    public static Argument<string> Argument(string what) =>
        new("ID") { Description = $"{what}: an id, or the reference of the exchange that it opened, such as BGD-MYS-2026-000001." };

    public static Option<string?> SenderOption() =>
        new("--sender") { Description = "Sender of the message, if several parties gave a message this id.", HelpName = "PARTY" };

    /// <exception cref="CommandFailedException">It is neither an id nor a reference, or the reference is of no exchange or of
    /// several.</exception>
    public static async Task<MeantMessage> OfAsync(
        Invocation invocation,
        Argument<string> argument,
        Option<string?> sender,
        GatewayClient client,
        CancellationToken cancellation
    )
    {
        var party = invocation.Value(sender) is { } name ? PartyArgument.Parse(name).Value : null;
        return await OfAsync(invocation.Required(argument), argument.Name, party, client, cancellation);
    }

    /// <inheritdoc cref="OfAsync(Invocation, Argument{string}, Option{string?}, GatewayClient, CancellationToken)"/>
    public static async Task<MeantMessage> OfAsync(
        string text,
        string name,
        string? party,
        GatewayClient client,
        CancellationToken cancellation
    )
    {
        if (IdOrReference(text, name) is { } id)
            return new(id, party);
        var found = (await client.GetAsync<IReadOnlyList<ExchangeView>>($"api/v1/exchanges?reference={text}", cancellation))
            .Where(exchange => party is null || (party == exchange.Counterpart) != exchange.OpenedByUs)
            .ToList();
        return found is [var exchange]
            ? new(exchange.ExchangeId, party ?? (exchange.OpenedByUs ? null : exchange.Counterpart))
            : throw NotOne(text, found.Select(each => (each.ExchangeId, each.Counterpart)));
    }

    /// <summary>The id; null for a reference.</summary>
    /// <exception cref="CommandFailedException">It is neither.</exception>
    public static Guid? IdOrReference(string text, string name) =>
        MessageId.TryParse(text.ToLowerInvariant(), out var id) ? id
        : ReferenceForm.IsOf(text, null, null) ? null
        : throw new CommandFailedException(
            ExitCode.Usage,
            $"{name} is neither an id nor a reference.",
            toDo: "Give an id, or a reference such as BGD-MYS-2026-000001. List both with: exchange inbox --all"
        );

    public static CommandFailedException NotOne(string reference, IEnumerable<(Guid ExchangeId, string Counterpart)> found) =>
        found.ToList() is { Count: > 0 } several
            ? new(
                ExitCode.Refused,
                $"Several exchanges have the reference {reference}.",
                toDo: "Give the id of one of these, or add: --sender PARTY"
            )
            {
                Details = [.. several.Select(each => $"{MessageId.Write(each.ExchangeId)} with {each.Counterpart}")],
            }
            : new(ExitCode.Refused, $"No exchange has the reference {reference}.", toDo: "List the references with: exchange inbox --all");

    public string Path(string part = "") => $"api/v1/messages/{MessageId.Write(Id)}{part}{(Sender is null ? "" : $"?sender={Sender}")}";
}
