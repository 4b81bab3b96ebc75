using System.CommandLine;
using Exchange.Protocol.Messages;

namespace Exchange.Cli.Messages;

/// <summary>The verb of a kind that answers a message, such as <c>respond</c>.</summary>
internal sealed class AnswerVerb : SendingVerb
{
    private readonly Argument<Guid> _id = new("ID") { Description = "Message id of what is answered." };
    private readonly Argument<string> _file = new("FILE.json") { Description = "The answer: handling and body ('-' for standard input)." };
    private readonly Option<string?> _sender = SenderOption.Create();

    public AnswerVerb(Surroundings surroundings, CaseKind kind)
        : base(surroundings, kind.Verb, kind.Summary, $"exchange {kind.Verb} 019b0c4e-… answer.json")
    {
        Arguments.Add(_id);
        Arguments.Add(_file);
        Options.Add(_sender);
    }

    /// <summary>One for each kind that has no verb with options of its own.</summary>
    public static IEnumerable<AnswerVerb> All(Surroundings surroundings) =>
        CaseKinds.All.Where(kind => !kind.Opens && kind != CaseKinds.Acknowledgement).Select(kind => new AnswerVerb(surroundings, kind));

    protected override async Task RunAsync(Invocation invocation, CancellationToken cancellation) => await SendAsync(
        invocation, $"api/v1/messages/{invocation.Required(_id)}/{Name}{SenderOption.Query(invocation, _sender)}", await SubmissionFile.ReadAsync(invocation.Required(_file), cancellation), cancellation);
}
