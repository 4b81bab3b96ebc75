namespace Exchange.Desk;

/// <summary>A place of the menu.</summary>
/// <param name="Path">Its address.</param>
/// <param name="Name">What it is called, in English.</param>
/// <param name="Roles">Who is shown it.</param>
internal sealed record Place(string Path, string Name, IReadOnlyList<Role> Roles);

/// <summary>The menu: a new page is one line. What a person may do there, the gateway decides.</summary>
internal static class Places
{
    public static IReadOnlyList<Place> All { get; } =
    [
        new("/", "Cases", [Role.Officer, Role.Supervisor, Role.Auditor]),
        new("/write", "New message", [Role.Officer]),
        new("/drafts", "Drafts", [Role.Officer]),
        new("/releases", "Releases", [Role.Supervisor]),
        new("/deadlines", "Deadlines", [Role.Supervisor]),
        new("/figures", "Figures", [Role.Supervisor]),
        new("/actions", "Follow-up actions", [Role.Officer, Role.Supervisor]),
        new("/contacts", "Contacts", [Role.Officer, Role.Supervisor]),
        new("/lessons", "Lessons", [Role.Officer, Role.Supervisor]),
        new("/operation", "Operation", [Role.Operator]),
        new("/links", "Links", [Role.Officer, Role.Supervisor, Role.Auditor, Role.Operator]),
        new("/ledger", "Ledger", [Role.Auditor, Role.Operator]),
        new("/people", "People", [Role.Administrator]),
        new("/keys", "Keys of machines", [Role.Administrator]),
    ];

    /// <summary>Where a person begins.</summary>
    public static string FirstFor(IReadOnlyList<Role> roles) =>
        All.FirstOrDefault(place => place.Roles.Intersect(roles).Any())?.Path ?? "/problem";
}
