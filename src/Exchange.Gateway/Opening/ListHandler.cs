using Exchange.Gateway.Auditing;
using Exchange.Protocol.Vocabulary;

namespace Exchange.Gateway.Opening;

/// <summary>
/// Lists what messages of one kind say: contacts, agreed actions, lessons. What is listed is what its recipient has accepted, so both
/// sides list the same. Content is encrypted, so each message is opened to see whether it is meant; those that the caller is given are
/// recorded as opened first, each by an entry of its own.
/// </summary>
internal sealed class ListHandler(ContentStore contents, Database database, OpenHandler opening, UnitSight sight, OwnParty own)
{
    /// <summary>Actions that are looked at for one page.</summary>
    public const int Actions = 200;

    /// <summary>Lessons on one page.</summary>
    public const int Lessons = 20;

    /// <summary>Lessons that are opened for one page: a search that finds little stops then, and says where it goes on.</summary>
    public const int MostLessons = 10_000;

    private static readonly string Withdrawn = CodeNames<ExchangeStatus>.Write(ExchangeStatus.Withdrawn);

    /// <summary>
    /// The newest contact points that each counterpart has told us, and those that we have told it; newest by the sender's own time.
    /// </summary>
    public async Task<OpenedPage<ContactUpdateBody>> ContactsAsync(string? counterpart, Caller caller, CancellationToken cancellation)
    {
        var hidden = new Hidden();
        using var db = database.Open();
        var updates = Of(db, CaseKinds.ContactUpdate, counterpart);
        var sides = updates
            .Select(listed => new { listed.Row.Counterpart, listed.Row.Outgoing })
            .Distinct()
            .OrderBy(side => side.Counterpart)
            .ThenBy(side => side.Outgoing)
            .ToList();
        var page = await GiveAsync(
            Open<ContactUpdateBody>(
                sides.Select(side =>
                    updates
                        .Where(listed => listed.Row.Counterpart == side.Counterpart && listed.Row.Outgoing == side.Outgoing)
                        .OrderByDescending(listed => listed.Row.IssuedAt)
                        .ThenByDescending(listed => listed.Row.MessageId)
                        .First()
                ),
                caller,
                hidden
            ),
            caller,
            cancellation
        );
        return new(page, null, hidden.IsAny);
    }

    /// <summary>Agreed actions as their owners last reported them, those agreed last first, and from where the next page goes on.</summary>
    public async Task<OpenedPage<FollowUpActionBody>> ActionsAsync(
        string? counterpart,
        ActionStatus? status,
        long? before,
        Caller caller,
        CancellationToken cancellation
    )
    {
        using var db = database.Open();
        var openers = Openers(Of(db, CaseKinds.FollowUpAction, counterpart), before).Take(Actions + 1).ToList();
        var page = openers.Take(Actions).ToList();
        var hidden = new Hidden();
        var found = Open<FollowUpActionBody>(page.Select(opener => NewestOf(db, opener)), caller, hidden)
            .Where(opened => status is null || opened.View.Body?.Status == status);
        return new(await GiveAsync(found, caller, cancellation), openers.Count > Actions ? page[^1].Row.EntryIndex : null, hidden.IsAny);
    }

    /// <summary>
    /// Lessons that have all words in their texts, in whatever case, the newest first, and from where the next page goes on.
    /// </summary>
    public async Task<OpenedPage<LessonLearnedBody>> LessonsAsync(
        IReadOnlyList<string> words,
        long? before,
        Caller caller,
        CancellationToken cancellation
    )
    {
        using var db = database.Open();
        var (found, place, read) = (new List<Opened<LessonLearnedBody>>(), (long?)null, 0);
        var (isMore, hidden) = (false, new Hidden());
        foreach (
            var opened in Open<LessonLearnedBody>(
                Openers(Of(db, CaseKinds.LessonLearned, counterpart: null), before).Take(MostLessons + 1).AsEnumerable(),
                caller,
                hidden
            )
        )
        {
            cancellation.ThrowIfCancellationRequested();
            isMore = found.Count == Lessons || read == MostLessons;
            if (isMore)
                break;
            (place, read) = (opened.Listed.Row.EntryIndex, read + 1);
            if (
                opened.View.Body is { } lesson
                && words.All(word => Texts(lesson).Any(text => text?.Contains(word, StringComparison.OrdinalIgnoreCase) == true))
            )
            {
                found.Add(opened);
            }
        }

        return new(await GiveAsync(found, caller, cancellation), isMore ? place : null, hidden.IsAny);
    }

    // Of exchanges that are not withdrawn, every message of the kind that opened them, if its recipient has accepted it.
    private static IQueryable<ListedMessage> Of(ExchangeDb db, CaseKind kind, string? counterpart) =>
        from exchange in db.Exchanges
        where exchange.Kind == kind.Code && exchange.Status != Withdrawn && (counterpart == null || exchange.Counterpart == counterpart)
        join message in db.Messages
            on new { exchange.Counterpart, exchange.ExchangeId } equals new { message.Counterpart, ExchangeId = message.ExchangeId! }
        where message.Kind == kind.Code && message.Code == (int)ReceiptCode.Accepted
        select new ListedMessage
        {
            Row = message,
            Reference = exchange.Reference,
            Unit = exchange.Unit,
        };

    private static IQueryable<ListedMessage> Openers(IQueryable<ListedMessage> listed, long? before) =>
        listed
            .Where(one => one.Row.MessageId == one.Row.ExchangeId && (before == null || one.Row.EntryIndex < before))
            .OrderByDescending(one => one.Row.EntryIndex);

    // Only the owner reports, and each of its reports says all that holds then.
    private static ListedMessage NewestOf(ExchangeDb db, ListedMessage opener) =>
        db
            .Messages.Where(row =>
                row.Counterpart == opener.Row.Counterpart
                && row.ExchangeId == opener.Row.ExchangeId
                && row.MessageId != opener.Row.ExchangeId
                && row.Kind == opener.Row.Kind
                && row.Code == (int)ReceiptCode.Accepted
            )
            .OrderByDescending(row => row.Sequence)
            .FirstOrDefault()
            is { } report
            ? new()
            {
                Row = report,
                Reference = opener.Reference,
                Unit = opener.Unit,
            }
            : opener;

    private static IEnumerable<string?> Texts(LessonLearnedBody lesson) =>
        [lesson.Topic, lesson.Text, lesson.Route, lesson.Practice, .. lesson.Indicators ?? []];

    // What is withheld from the caller is not listed at all; that something is, the list says, whatever is searched for in it.
    private IEnumerable<Opened<TBody>> Open<TBody>(IEnumerable<ListedMessage> messages, Caller caller, Hidden hidden)
        where TBody : MessageBody
    {
        using var sql = database.OpenSession();
        foreach (var listed in messages)
        {
            var row = listed.Row;
            var isSeen = sight.Sees(caller, listed.Unit);
            var content = isSeen ? contents.Open(sql, row.EntryIndex, Digest.Parse(row.Signed)) : null;
            if (!isSeen || (content is not null && Withholding.Missing(caller, content).Count > 0))
            {
                hidden.IsAny = true;
                continue;
            }

            var message = content is null ? null : MessageParser.Read(content).Value;
            var (sender, recipient) = row.Outgoing ? (own.Name.Value, row.Counterpart) : (row.Counterpart, own.Name.Value);
            yield return new(
                listed,
                new(
                    Guid.Parse(row.MessageId!),
                    Guid.Parse(row.ExchangeId!),
                    listed.Reference,
                    sender,
                    recipient,
                    DateTimeOffset.FromUnixTimeMilliseconds(row.IssuedAt!.Value),
                    message?.Body as TBody
                )
                {
                    Classification = message?.Header.Handling?.Classification,
                    HandlingCodes = message?.Header.Handling?.HandlingCodes,
                }
            );
        }
    }

    private async Task<IReadOnlyList<OpenedView<TBody>>> GiveAsync<TBody>(
        IEnumerable<Opened<TBody>> opened,
        Caller caller,
        CancellationToken cancellation
    )
        where TBody : MessageBody
    {
        var given = opened.ToList();
        await opening.RecordAsync(given.Where(one => one.View.Body is not null).Select(one => one.Listed.Row), caller, cancellation);
        return given.ConvertAll(one => one.View);
    }

    private sealed class ListedMessage
    {
        public required MessageRow Row { get; init; }

        public required string Reference { get; init; }

        public required string Unit { get; init; }
    }

    private sealed class Hidden
    {
        public bool IsAny { get; set; }
    }

    private sealed record Opened<TBody>(ListedMessage Listed, OpenedView<TBody> View)
        where TBody : MessageBody;
}

/// <summary>A page of what messages say.</summary>
/// <param name="Page">What the caller is given.</param>
/// <param name="Next">From where the next page goes on; null at the end.</param>
/// <param name="IsWithheld">True if something of what was looked at is withheld from the caller.</param>
internal sealed record OpenedPage<TBody>(IReadOnlyList<OpenedView<TBody>> Page, long? Next, bool IsWithheld)
    where TBody : MessageBody;
