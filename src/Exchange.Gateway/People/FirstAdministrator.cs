namespace Exchange.Gateway.People;

/// <summary>
/// The way in to a gateway in which nobody can administer people yet, without a default password: a one-time enrolment code in a file of
/// the
/// home, which only its owner can read and which is removed when it has served.
/// </summary>
internal sealed class FirstAdministrator(
    GatewayHome home,
    GatewaySettings settings,
    Database database,
    JournalWriter journal,
    TimeProvider clock,
    ILogger<FirstAdministrator> logger
)
{
    public const string Name = "first-administrator";

    /// <summary>At each start: makes the code if it is needed, and removes the file if it is not.</summary>
    public async Task EnsureAsync()
    {
        if (!IsNeeded(out var has))
        {
            File.Delete(home.FirstAdministrator);
            return;
        }

        if (has && File.Exists(home.FirstAdministrator))
            return;
        try
        {
            var code = await journal.ProposeAsync(new("person.add", ProposalHeader.Operator), Make);
            OwnFile.Write(home.FirstAdministrator, code + "\n");
            logger.LogWarning(
                "Nobody can administer the people of this gateway yet. The enrolment code of '{Name}' is in {File}, for 24 "
                    + "hours: exchange enrol {Name}",
                Name,
                home.FirstAdministrator,
                Name
            );
        }
        catch (LedgerSuspendedException exception)
        {
            logger.LogError(
                "Nobody can administer the people of this gateway yet, and while the ledger is suspended no enrolment code is "
                    + "made; start again when it is resumed: {Reason}",
                exception.Message
            );
        }
    }

    // False as soon as an administrator has enrolled. 'has' says that a code was made that still works.
    private bool IsNeeded(out bool has)
    {
        using var sql = database.OpenSession();
        var people = PeopleTable.All(sql);
        has = people.Exists(person => person.Name == Name && person.EnrolmentEndsAt > clock.GetUtcNow().ToUnixTimeMilliseconds());
        return !people.Exists(person =>
            !person.Disabled && CanSignIn(person) && CallerText.Read<Role>(person.Roles).Contains(Role.Administrator)
        );
    }

    private bool CanSignIn(PersonRow person) =>
        person.PasswordHash is not null || person.SubjectAt(settings.SignIn.OpenIdConnect?.Issuer) is not null;

    private string Make(JournalTransaction transaction)
    {
        var code = Secret.NewCode();
        var person = PeopleTable.Named(transaction.Sql, Name);
        var isNew = person is null;
        person ??= PeopleHandler.New(new(Name, [Role.Administrator]), clock.GetUtcNow());
        (person.EnrolmentHash, person.EnrolmentEndsAt) = (
            Secret.HashOfCode(code),
            (clock.GetUtcNow() + PeopleHandler.CodeLife).ToUnixTimeMilliseconds()
        );
        (person.Roles, person.Disabled) = (CodeNames<Role>.Write(Role.Administrator), false);
        if (isNew)
            PersonStore.Add(transaction, person);
        else
            PersonStore.Change(transaction, person);
        return code;
    }
}
