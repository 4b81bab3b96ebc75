using System.CommandLine;
using Exchange.Cli.Gateway;
using Exchange.Protocol.Messages;

namespace Exchange.Cli.Messages;

/// <summary>The verb of a kind that answers a message, such as <c>respond</c>.</summary>
internal sealed class AnswerVerb : SendingVerb
{
    private readonly Argument<string> _id = MeantMessage.Argument("The message to answer");
    private readonly Argument<string> _file = new("FILE.json") { Description = "File with handling and body of the answer ('-' for standard input)." };
    private readonly Option<string?> _sender = MeantMessage.SenderOption();

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

    protected override async Task RunAsync(Invocation invocation, CancellationToken cancellation)
    {
        using var client = new GatewayClient(GatewayAddress.Of(invocation));
        var answer = await SubmissionFile.ReadAsync(invocation.Required(_file), cancellation);
        var meant = await MeantMessage.OfAsync(invocation, _id, _sender, client, cancellation);
        await SendAsync(invocation, meant.Path($"/{Name}"), answer, cancellation);
    }
}
