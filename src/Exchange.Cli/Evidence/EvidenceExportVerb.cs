using System.CommandLine;
using Exchange.Cli.Gateway;
using Exchange.Cli.Messages;
using Exchange.Protocol;
using Exchange.Sealing.Keys;

namespace Exchange.Cli.Evidence;

/// <summary><c>evidence export</c>: a bundle that proves a message to a third party.</summary>
internal sealed class EvidenceExportVerb : Verb
{
    private readonly Argument<string> _id = MeantMessage.Argument("The message");

    private readonly Option<string> _out = new("--out") { Description = "File for the bundle; it must not exist.", HelpName = "FILE.zip", Required = true };

    private readonly Option<bool> _withoutContent = new("--without-content")
    {
        Description = "Leave out the content of the message. Signature, ledger entries and proofs can still be verified.",
    };

    private readonly Option<string?> _sender = MeantMessage.SenderOption();

    private readonly Option<long?> _entry = new("--entry")
    {
        Description = "Index of its entry in our ledger, for a message that was refused because another had its id or sequence.",
        HelpName = "INDEX",
    };

    public EvidenceExportVerb(Surroundings surroundings)
        : base(
            surroundings,
            "export",
            "Export a bundle that proves a message offline, with standard tools: signature, entries and proofs of both ledgers, certificates and cards. With content the bundle is PLAINTEXT, and its export is recorded in the ledger first.",
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
            throw new CommandFailedException(ExitCode.Usage, $"{file} already exists.", "It was not changed, and nothing was exported.", "Give another file.");
        using var client = new GatewayClient(GatewayAddress.Of(invocation));
        var meant = await MeantMessage.OfAsync(invocation, _id, _sender, client, cancellation);
        var bundle = await new EvidenceClient(client, invocation.Surroundings.Time, invocation.Say).ExportAsync(meant.Id, Which(invocation, meant), withContent, cancellation);
        OwnFile.Create(file, bundle);
        var digest = Digest.Of(bundle);
        if (withContent)
            invocation.Say($"WARNING: {file} holds the message in PLAINTEXT. Anyone who has the file can read it: follow its handling, and destroy copies that are not needed.");
        invocation.Say(withContent ? "The export and its digest are recorded in the ledger." : "The export is counted in the ledger.");
        invocation.Answer(new { messageId = meant.Id, file, content = withContent, digest, size = bundle.Length }, file);
    }
}
