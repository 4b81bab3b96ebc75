using Exchange.Gateway.Auditing;
using Exchange.Gateway.People;

namespace Exchange.Gateway.Assigning;

/// <summary>
/// Assigns exchanges to units of ours, and to officers of theirs. Each is an entry of our ledger, from which the row has it.
/// </summary>
internal sealed class AssignHandler(JournalWriter journal, Database database)
{
    /// <summary>The id of the person with a name, if it can be assigned exchanges of a unit.</summary>
    public string? OfficerOf(string name, string unit)
    {
        using var sql = database.OpenSession();
        return
            PeopleTable.Named(sql, name) is { Disabled: false } person
            && CallerText.ReadUnits(person.Units).Contains(unit)
            && CallerText.Read<Role>(person.Roles).Any(role => role is Role.Officer or Role.Supervisor)
            ? person.Id
            : null;
    }

    /// <summary>Assigns an exchange.</summary>
    /// <param name="counterpart">With whom it is.</param>
    /// <param name="exchangeId">Its id.</param>
    /// <param name="to">To whom.</param>
    /// <param name="isPickedUp">True for an officer who takes it: not from another, who may be at work with it.</param>
    /// <param name="caller">Who assigns it.</param>
    /// <param name="cancellation">Ends the wait.</param>
    /// <returns>False if it is another officer's.</returns>
    /// <exception cref="LedgerSuspendedException">It cannot be recorded.</exception>
    public Task<bool> AssignAsync(
        PartyName counterpart,
        Guid exchangeId,
        Assignment to,
        bool isPickedUp,
        Caller caller,
        CancellationToken cancellation
    ) =>
        journal.ProposeAsync(
            new("exchange.assign", caller.Actor),
            transaction =>
            {
                var before = ExchangeTable.AssignmentOf(transaction.Sql, counterpart, exchangeId);
                if (isPickedUp && before?.Officer is { } other && other != to.Officer)
                    return false;
                if (before != to)
                    Assignments.Record(transaction, counterpart, exchangeId, to);
                return true;
            },
            cancellation
        );
}
