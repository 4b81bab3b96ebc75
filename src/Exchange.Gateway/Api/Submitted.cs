using System.Text.Json.Nodes;
using Exchange.Protocol.Vocabulary;

namespace Exchange.Gateway.Api;

/// <summary>The shape of a submission for the API's document; the bytes are read strictly, member by member.</summary>
internal abstract record Submitted
{
    public required Handling Handling { get; init; }

    /// <summary>When the message expires; 90 days from now if absent.</summary>
    public DateTimeOffset? ExpiresAt { get; init; }

    /// <summary>Opens an exchange.</summary>
    public sealed record Opening : Submitted
    {
        public required PartyName Counterpart { get; init; }

        /// <summary>A kind that opens an exchange, such as <c>request</c>.</summary>
        public required string Kind { get; init; }

        /// <summary>The body of that kind, as its own JSON Schema describes it.</summary>
        public required JsonObject Body { get; init; }
    }

    /// <summary>Follows in an exchange.</summary>
    public sealed record Answer<TBody> : Submitted
        where TBody : MessageBody
    {
        public required TBody Body { get; init; }
    }
}
