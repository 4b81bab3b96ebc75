using Exchange.Protocol.Messages;
using Exchange.Protocol.Reading;

namespace Exchange.Protocol.Link;

/// <summary>A head of the sender's log that no receipt carried, as a signed note, with its proof from an earlier one.</summary>
public sealed record CheckpointBody(string Checkpoint, ConsistencyMember Consistency) : MessageBody(LinkKind.Checkpoint)
{
    /// <summary>Longest checkpoint note in characters: three lines and the signatures of two log keys.</summary>
    public const int MaximumNote = 16 * 1024;

    internal static CheckpointBody Read(ObjectReader reader) =>
        new(reader.Text("checkpoint", MaximumNote), reader.Object("consistency", ConsistencyMember.Read));
}
