using System.CommandLine;

namespace Exchange.Cli.Messages;

/// <summary><c>respond</c>: answers a request.</summary>
internal sealed class RespondVerb : SendingVerb
{
    private readonly Argument<Guid> _id = new("ID") { Description = "The request's message id." };
    private readonly Argument<string> _file = new("FILE.json") { Description = "The answer: handling and body ('-' for standard input)." };
    private readonly Option<string?> _sender = SenderOption.Create();

    public RespondVerb(Surroundings surroundings)
        : base(surroundings, "respond", "Answer a request, in part or finally.", "exchange respond 019b0c4e-… answer.json")
    {
        Arguments.Add(_id);
        Arguments.Add(_file);
        Options.Add(_sender);
    }

    protected override async Task RunAsync(Invocation invocation, CancellationToken cancellation) => await SendAsync(
        invocation, $"api/v1/messages/{invocation.Required(_id)}/respond{SenderOption.Query(invocation, _sender)}", await SubmissionFile.ReadAsync(invocation.Required(_file), cancellation), cancellation);
}
