using System.CommandLine;
using Exchange.Cli.Gateway;
using Exchange.Cli.Messages;
using Exchange.Protocol;
using Exchange.Sealing.Keys;

namespace Exchange.Cli.Evidence;

/// <summary><c>evidence export</c>: a bundle that proves a message to who trusts neither side.</summary>
internal sealed class EvidenceExportVerb : Verb
{
    private readonly Argument<string> _id = MeantMessage.Argument("The message");

    private readonly Option<string> _out = new("--out") { Description = "A new file for the bundle.", HelpName = "FILE.zip", Required = true };

    private readonly Option<bool> _withoutContent = new("--without-content")
    {
        Description = "Leave out what the message says. Signature, log entries and proofs still verify to each other.",
    };

    private readonly Option<string?> _sender = MeantMessage.SenderOption();

    private readonly Option<long?> _entry = new("--entry")
    {
        Description = "Index of the entry in our log, of a message that was refused because its id or its sequence was another's.",
        HelpName = "INDEX",
    };

    public EvidenceExportVerb(Surroundings surroundings)
        : base(
            surroundings,
            "export",
            "Make a bundle that proves a message offline, with stock tools: its signature, both logs' entries and proofs, certificates and cards. With content, the bundle is PLAINTEXT, and is entered in the ledger before it goes out.",
            "exchange evidence export 019b0c4e-… --out evidence.zip --without-content",
            "exchange evidence export 019b0c4e-… --out evidence.zip")
    {
        Arguments.Add(_id);
        Options.Add(_out);
        Options.Add(_withoutContent);
        Options.Add(_sender);
        Options.Add(_entry);
    }

    private string Which(Invocation invocation, MeantMessage meant) =>
        (meant.Sender is { } sender ? $"&sender={sender}" : "") + (invocation.Value(_entry) is { } index ? FormattableString.Invariant($"&entry={index}") : "");

    protected override async Task RunAsync(Invocation invocation, CancellationToken cancellation)
    {
        var (file, withContent) = (InputFile.RequireFolder(invocation.Required(_out)), !invocation.Value(_withoutContent));
        if (Path.Exists(file))
            throw new CommandFailedException(ExitCode.Usage, $"{file} is there already.", "It was left as it is, and nothing was exported.", "Name another file.");
        using var client = new GatewayClient(GatewayAddress.Of(invocation));
        var meant = await MeantMessage.OfAsync(invocation, _id, _sender, client, cancellation);
        var bundle = await new EvidenceClient(client, invocation.Surroundings.Time, invocation.Say).ExportAsync(meant.Id, Which(invocation, meant), withContent, cancellation);
        OwnFile.Create(file, bundle);
        var digest = Digest.Of(bundle);
        if (withContent)
            invocation.Say($"WARNING: {file} holds the message in PLAINTEXT. Whoever has the file can read it: keep it as its handling demands, and destroy copies that are not needed.");
        invocation.Say(withContent ? "That it was exported, and its digest, is entered in the ledger." : "That it was exported is counted in the ledger.");
        invocation.Answer(new { messageId = meant.Id, file, content = withContent, digest, size = bundle.Length }, file);
    }
}
