using Exchange.Cli.Messages;
using Exchange.Ledger.Evidence;

namespace Exchange.Cli.Evidence;

internal sealed class EvidenceExportVerb : Verb
{
    private readonly Argument<string> _id = MeantMessage.Argument("The message");
    private readonly Option<string> _out = new("--out")
    {
        Description = "File for the bundle; it must not exist.",
        HelpName = "FILE.zip",
        Required = true,
    };
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

    private readonly Option<string?> _for = new("--for")
    {
        Description =
            "Who is to have the bundle: a party by its name (your own for your own files), a court, …. Needed with content that "
                + "its provider has restricted (H1, H2): another than you must be named in the provider's consent.",
        HelpName = "RECIPIENT",
    };

    public EvidenceExportVerb()
        : base(
            "export",
            "Export a bundle that proves a message offline, with standard tools: signature, entries and proofs of both ledgers, "
                + "certificates and cards. With content the bundle is PLAINTEXT, and its export is recorded in the ledger first.",
            "exchange evidence export 019b0c4e-… --out evidence.zip --without-content",
            "exchange evidence export 019b0c4e-… --out evidence.zip",
            "exchange evidence export 019b0c4e-… --out evidence.zip --for THA"
        ) => Take(_id, _out, _withoutContent, _sender, _entry, _for);

    private string Which(Invocation invocation, MeantMessage meant) =>
        (meant.Sender is { } sender ? $"&sender={sender}" : "")
        + (invocation.Value(_entry) is { } index ? FormattableString.Invariant($"&entry={index}") : "")
        + (invocation.Value(_for) is { } recipient ? $"&recipient={Uri.EscapeDataString(recipient)}" : "");

    protected override async Task RunAsync(Invocation invocation, CancellationToken cancellation)
    {
        var (file, withContent) = (InputFile.RequireFolder(invocation.Required(_out)), !invocation.Value(_withoutContent));
        if (Path.Exists(file))
        {
            throw new CommandFailedException(
                ExitCode.Usage,
                $"{file} already exists.",
                "It was not changed, and nothing was exported.",
                "Give another file."
            );
        }

        using var client = new GatewayClient(GatewayAddress.Of(invocation));
        var meant = await MeantMessage.OfAsync(invocation, _id, _sender, client, cancellation);
        var bundle = await new EvidenceClient(client, invocation.Surroundings.Time, invocation.Say).ExportAsync(
            meant.Id,
            Which(invocation, meant),
            withContent,
            cancellation
        );
        OwnFile.Create(file, bundle);
        var digest = Digest.Of(bundle);
        if (withContent)
        {
            invocation.Say(
                $"WARNING: {file} holds the message in PLAINTEXT. Anyone who has the file can read it: follow its handling, and "
                    + "destroy copies that are not needed."
            );
        }

        invocation.Say(withContent ? "The export and its digest are recorded in the ledger." : "The export is counted in the ledger.");
        invocation.Answer(
            new
            {
                messageId = meant.Id,
                file,
                content = withContent,
                digest,
                size = bundle.Length,
            },
            file
        );
    }
}

/// <summary>Requests evidence from a gateway, and waits for the counterpart's cosignature if only that is missing.</summary>
internal sealed class EvidenceClient(GatewayClient client, TimeProvider time, Action<string> say)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    /// <exception cref="CommandFailedException">It was refused, or is not cosigned within 30 s.</exception>
    public async Task<byte[]> ExportAsync(Guid messageId, string which, bool withContent, CancellationToken cancellation)
    {
        var path = $"api/v1/messages/{messageId}/evidence?content={(withContent ? "true" : "false")}{which}";
        var started = time.GetTimestamp();
        for (var isFirst = true; ; isFirst = false)
        {
            try
            {
                return await client.PostForFileAsync(path, BundleArchive.MaximumSize, cancellation);
            }
            catch (CommandFailedException failure) when (failure.Problem == "not-cosigned-yet" && time.GetElapsedTime(started) < Patience)
            {
                if (isFirst)
                    say($"The counterpart has not cosigned our ledger that far yet; waiting up to {Patience.TotalSeconds:0} s");
            }

            await Task.Delay(Pause, time, cancellation);
        }
    }
}
