using System.CommandLine;

namespace Exchange.Cli.Messages;

/// <summary><c>submit</c>: opens an exchange.</summary>
internal sealed class SubmitVerb : SendingVerb
{
    private readonly Argument<string> _file = new("FILE.json") { Description = "File with counterpart, kind, handling and body ('-' for standard input)." };

    public SubmitVerb(Surroundings surroundings)
        : base(surroundings, "submit", "Send a request to a counterpart, and so open an exchange.", "exchange submit request.json", "exchange submit - --json < request.json") =>
        Arguments.Add(_file);

    protected override async Task RunAsync(Invocation invocation, CancellationToken cancellation) =>
        await SendAsync(invocation, "api/v1/messages", await SubmissionFile.ReadAsync(invocation.Required(_file), cancellation), cancellation);
}
