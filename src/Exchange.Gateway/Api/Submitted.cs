using Exchange.Protocol.Vocabulary;

namespace Exchange.Gateway.Api;

/// <summary>The shape of a submission for the API's document; the bytes themselves are read strictly, member by member.</summary>
internal abstract record Submitted
{
    public required Handling Handling { get; init; }

    /// <summary>When the message is void; 90 days from now if absent.</summary>
    public DateTimeOffset? ExpiresAt { get; init; }

    /// <summary>Opens an exchange.</summary>
    public sealed record Request : Submitted
    {
        public required PartyName Counterpart { get; init; }

        /// <summary>Always <c>request</c>: an exchange is opened with one.</summary>
        public required string Kind { get; init; }

        public required RequestBody Body { get; init; }
    }

    /// <summary>Answers the message that opened an exchange.</summary>
    public sealed record Answer<TBody> : Submitted where TBody : MessageBody
    {
        public required TBody Body { get; init; }
    }
}
