using Exchange.Cli.Parties;
using Exchange.Protocol.Vocabulary;
using Exchange.Protocol.Vocabulary.Codes;

namespace Exchange.Cli.Messages;

internal sealed class ContactsVerb : Verb
{
    private readonly Option<string?> _counterpart = new("--counterpart")
    {
        Description = "Show the contact points of this counterpart, and what it knows of ours.",
        HelpName = "PARTY",
    };

    public ContactsVerb()
        : base(
            "contacts",
            "Show whom each counterpart last said that we can reach, and whom we said that it can reach. That they were opened "
                + "is recorded in the ledger.",
            "exchange contacts",
            "exchange contacts --counterpart MYS"
        ) => Take(_counterpart);

    protected override async Task RunAsync(Invocation invocation, CancellationToken cancellation)
    {
        using var client = new GatewayClient(GatewayAddress.Of(invocation));
        var query = invocation.Value(_counterpart) is { } party ? $"?counterpart={PartyArgument.Parse(party)}" : "";
        var contacts = await client.GetAsync<IReadOnlyList<OpenedView<ContactUpdateBody>>>($"api/v1/contacts{query}", cancellation);
        if (contacts.Count == 0)
            invocation.Say("There are no contact points yet. To tell a counterpart yours: exchange template contact-update");
        invocation.Answer(contacts, contacts.SelectMany(Lines));
        ContentText.SayWithheld(invocation, client);
    }

    private static IEnumerable<string> Lines(OpenedView<ContactUpdateBody> update) =>
        [
            $"{PartyText.Of(update.Sender)}, as told to {PartyText.Of(update.Recipient)} at {ProtocolTime.Write(update.IssuedAt)} "
                + $"({update.Reference})",
            .. update.Body is null ? [$"  {ContentText.Gone}"] : update.Body.ContactPoints.SelectMany(Lines),
        ];

    private static IEnumerable<string> Lines(ContactPoint point) =>
        [
            $"  {point.Unit}, {point.Role}; languages {string.Join(", ", point.Languages.Select(LanguageText.Of))}; {Hours(point.Hours)}",
            .. point.Channels.Select(channel => $"    {CodeNames<ChannelType>.Write(channel.Type)} {channel.Address}"),
        ];

    private static string Hours(Hours? hours) =>
        hours is null
            ? "at all hours"
            : $"{string.Join(", ", hours.Days.Order().Select(CodeNames<Weekday>.Write))} {hours.From} to {hours.To} {hours.Zone}";
}

/// <summary>Languages as people read them.</summary>
internal static class LanguageText
{
    /// <summary>A language with its name, if that is known: <c>ben (Bangla)</c>.</summary>
    public static string Of(string code) => LanguageNames.Find(code) is { } name ? $"{code} ({name})" : code;
}

/// <summary>Contents as lines of text.</summary>
internal static class ContentText
{
    public const string Gone = "The content is no longer stored here.";

    public const string Withheld = "Some entries are withheld from you.";

    public static void SayWithheld(Invocation invocation, GatewayClient client)
    {
        if (client.HasWithheld)
            invocation.Say(Withheld);
    }

    /// <summary>The lines of a text of several, each after an indent.</summary>
    public static IEnumerable<string> Indented(string indent, string? text) =>
        text is null ? [] : text.Split('\n').Select(line => indent + line);
}
