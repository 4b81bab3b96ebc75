using Exchange.Gateway.Auditing;

namespace Exchange.Gateway.Submitting;

/// <summary>Finds the message that a caller means to answer: one of a counterpart, or one of ours that it follows.</summary>
internal sealed class AnsweredMessages(UnitSight sight, OwnParty own, Counterparts counterparts, Database database)
{
    /// <summary>
    /// Those with an id that the caller may see. Parties choose their ids independently: two may have the same, and the answer must not go
    /// to the wrong one.
    /// </summary>
    /// <param name="of">The sender, if it is named.</param>
    public List<(Counterpart Counterpart, StoredMessage Message)> Find(Guid messageId, string? of, Caller caller)
    {
        using var sql = database.OpenSession();
        List<(Counterpart Counterpart, StoredMessage Message)> found =
        [
            .. counterparts
                .All.Where(counterpart => of is null || of == counterpart.Name.Value)
                .Select(counterpart => (counterpart, MessageTable.FindAnswerable(sql, counterpart.Name, outgoing: false, messageId)))
                .Concat(
                    counterparts
                        .All.Where(_ => of is null || of == own.Name.Value)
                        .Select(counterpart => (counterpart, MessageTable.FindAnswerable(sql, counterpart.Name, outgoing: true, messageId)))
                )
                .Where(found => found.Item2 is not null)
                .Select(found => (found.counterpart, found.Item2!)),
        ];
        return sight.Only(
            caller,
            found,
            one => ExchangeTable.AssignmentOf(sql, one.Counterpart.Name, Guid.Parse(one.Message.ExchangeId!))?.Unit,
            one => new(one.Counterpart.Name.Value, one.Message.ExchangeId!, one.Message.MessageId, one.Message.Kind)
        );
    }

    /// <summary>Why none of so many is meant.</summary>
    public static SubmitResult.Refused NotOne(int found) =>
        found == 0
            ? new(
                StatusCodes.Status404NotFound,
                "not-found",
                "There is no message with this id that was not refused. Nothing was stored."
            )
            : new(
                StatusCodes.Status409Conflict,
                "ambiguous-id",
                "Messages of several parties have this id. Nothing was stored. Name the sender with 'sender'."
            );
}
