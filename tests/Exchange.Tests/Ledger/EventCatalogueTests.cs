using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Exchange.Ledger.Entries;
using Exchange.Protocol;
using Exchange.Protocol.Life;
using Exchange.Protocol.Messages;
using Exchange.Protocol.Parties;

namespace Exchange.Tests.Ledger;

internal sealed class EventCatalogueTests
{
    private static readonly string Committed = Path.Combine(Repository.Root, "src", "Exchange.Ledger", "events.md");

    private static readonly Guid Id = Guid.CreateVersion7(new DateTimeOffset(2026, 11, 23, 16, 0, 0, TimeSpan.Zero));

    /// <summary>
    /// After a wanted change: <c>EXCHANGE_RENEW=events dotnet test tests/Exchange.Tests --filter EventCatalogueTests</c>.
    /// </summary>
    [Test]
    public void The_page_about_events_is_the_catalogue()
    {
        var page = Page();
        if (Environment.GetEnvironmentVariable("EXCHANGE_RENEW") == "events")
            File.WriteAllText(Committed, page);
        page.ShouldBe(File.ReadAllText(Committed));
    }

    [Test]
    public void Every_event_that_the_code_names_is_in_the_catalogue_and_built()
    {
        var named = typeof(LedgerEvents).GetFields().Select(field => (string)field.GetRawConstantValue()!).ToList();
        EventCatalogue
            .All.Where(entry => entry.IsBuilt)
            .Select(entry => entry.Name)
            .Order(StringComparer.Ordinal)
            .ShouldBe(named.Order(StringComparer.Ordinal));
    }

    [Test]
    public void What_an_event_has_is_written_and_nothing_else()
    {
        foreach (var entry in EventCatalogue.All.Where(entry => entry.IsBuilt))
        {
            var whole = Whole(entry);
            Writes(whole).ShouldBeTrue(entry.Name);
            foreach (
                var member in Enum.GetValues<LeafMember>()
                    .Where(member => member != LeafMember.None && entry.Has.HasFlag(member) && int.PopCount((int)member) == 1)
            )
            {
                Writes(Without(whole, member)).ShouldBeFalse($"{entry.Name} without {member}");
            }

            foreach (var name in entry.Detail.Keys)
            {
                Writes(whole with { Detail = Changed(whole.Detail!, detail => detail.Remove(name)) })
                    .ShouldBeFalse($"{entry.Name} without {name}");
            }

            foreach (var name in entry.Detail.Keys.Concat(entry.OptionalDetail.Keys).Concat(FactsOf(entry).Select(fact => fact.Key)))
            {
                Writes(whole with { Detail = Changed(whole.Detail!, detail => detail[name] = "Rahim Uddin was seen at the beach") })
                    .ShouldBeFalse($"{entry.Name}: text as {name}");
            }

            Writes(whole with { Detail = Changed(whole.Detail ?? [], detail => detail["facts"] = "seen") })
                .ShouldBeFalse($"{entry.Name} with more");
        }
    }

    [Test]
    public void No_entry_is_written_that_names_a_person_or_an_event_that_is_not_known()
    {
        var draft = Whole(EventCatalogue.Find(LedgerEvents.MessageOpened)!);
        foreach (var actor in new[] { "Rahim Uddin", "rahim", "", "user:", "policy:Rahim" })
            Writes(draft with { Actor = actor }).ShouldBeFalse(actor);
        foreach (
            var actor in new[]
            {
                "gateway",
                "operator",
                "token",
                "auditor",
                "unknown",
                "policy:acknowledge",
                "user:019b0c4e-1111-7000-8000-000000000000",
                "key:019b0c4e-1111-7000-8000-000000000000",
            }
        )
        {
            Writes(draft with { Actor = actor }).ShouldBeTrue(actor);
        }

        Writes(draft with { Event = "message-read" }).ShouldBeFalse();
    }

    private static bool Writes(LeafDraft draft)
    {
        try
        {
            LeafWriter.Write(draft, PartyName.Parse("BGD"), DateTimeOffset.UnixEpoch, new byte[LedgerLeaf.SaltSize]);
            return true;
        }
        catch (ArgumentException)
        {
            return false;
        }
    }

    private static LeafDraft Whole(LedgerEvent entry) =>
        new(entry.Name)
        {
            Counterpart = entry.Has.HasFlag(LeafMember.Counterpart) ? PartyName.Parse("MYS") : null,
            ExchangeId = entry.Has.HasFlag(LeafMember.ExchangeId) ? Id : null,
            MessageId = entry.Has.HasFlag(LeafMember.MessageId) ? Id : null,
            Kind = entry.Has.HasFlag(LeafMember.Kind) ? CaseKinds.Request : null,
            Sequence = entry.Has.HasFlag(LeafMember.Sequence) ? 1 : null,
            Signed = entry.Has.HasFlag(LeafMember.Signed) ? Digest.Of("signed"u8) : null,
            Sealed = entry.Has.HasFlag(LeafMember.Sealed) ? Digest.Of("sealed"u8) : null,
            Code = entry.Has.HasFlag(LeafMember.Code) ? ReceiptCode.Accepted : null,
            Detail = new(
                entry
                    .Detail.Concat(entry.OptionalDetail)
                    .Concat(FactsOf(entry))
                    .Select(member => KeyValuePair.Create(member.Key, Example(member.Value)))
            ),
        };

    private static LeafDraft Without(LeafDraft draft, LeafMember member) =>
        member switch
        {
            LeafMember.Counterpart => draft with { Counterpart = null },
            LeafMember.ExchangeId => draft with { ExchangeId = null },
            LeafMember.MessageId => draft with { MessageId = null },
            LeafMember.Kind => draft with { Kind = null },
            LeafMember.Sequence => draft with { Sequence = null },
            LeafMember.Signed => draft with { Signed = null },
            LeafMember.Sealed => draft with { Sealed = null },
            _ => draft with { Code = null },
        };

    private static JsonObject Changed(JsonObject detail, Action<JsonObject> change)
    {
        var copy = (JsonObject)detail.DeepClone();
        change(copy);
        return copy;
    }

    private static JsonNode? Example(DetailForm form) =>
        form switch
        {
            DetailForm.Number => 7,
            DetailForm.Numbers => new JsonArray(1, 2),
            DetailForm.Flag => true,
            DetailForm.Time => "2026-11-23T16:00:00.000Z",
            DetailForm.Id => MessageId.Write(Id),
            DetailForm.Digest => Digest.Of("x"u8).ToString(),
            DetailForm.Hash => Convert.ToBase64String(new byte[32]),
            DetailForm.Code => "fork",
            DetailForm.Codes => new JsonArray("officer", "victim-data"),
            DetailForm.Settings => new JsonArray("Border:FirstResend"),
            DetailForm.Origin => "bgd.exchange/audit",
            DetailForm.Reference => "BGD-MYS-2026-000042",
            DetailForm.Unit => "CID",
            DetailForm.Version => "1.0.0",
            _ => throw new ArgumentOutOfRangeException(nameof(form)),
        };

    private static string Page()
    {
        var page = new StringBuilder();
        page.Append(
            """
            # Events of the ledger

            The entries that a ledger can have. Every entry has `v`, `at`, `event`, `party`, `actor` and `salt`. Each event has a closed set of further members, and no member can hold case content or a person's name. This page is generated from `Entries/EventCatalogue.cs`.

            | event | meaning | members | detail |
            |---|---|---|---|

            """.ReplaceLineEndings("\n")
        );
        foreach (var entry in EventCatalogue.All.Where(entry => entry.IsBuilt))
        {
            page.Append(
                System.Globalization.CultureInfo.InvariantCulture,
                $"| `{entry.Name}` | {entry.Meaning} | {Members(entry)} | {Detail(entry)} |\n"
            );
        }

        page.Append(
            """

            Members in brackets are present if they are known. Reserved names of events that this version does not record yet:

            | event | meaning |
            |---|---|

            """.ReplaceLineEndings("\n")
        );
        foreach (var entry in EventCatalogue.All.Where(entry => !entry.IsBuilt))
            page.Append(System.Globalization.CultureInfo.InvariantCulture, $"| `{entry.Name}` | {entry.Meaning} |\n");
        return page.ToString();
    }

    private static string Members(LedgerEvent entry) =>
        string.Join(
            ", ",
            Enum.GetValues<LeafMember>()
                .Where(member => int.PopCount((int)member) == 1 && (entry.Has | entry.MayHave).HasFlag(member))
                .Select(member => Named(JsonNamingPolicy.CamelCase.ConvertName(member.ToString()), entry.Has.HasFlag(member)))
        );

    private static string Detail(LedgerEvent entry) =>
        string.Join(
            ", ",
            entry
                .Detail.Select(member => Named(member.Key, isSure: true))
                .Concat(entry.OptionalDetail.Concat(FactsOf(entry)).Select(member => Named(member.Key, isSure: false)))
        );

    private static IEnumerable<KeyValuePair<string, DetailForm>> FactsOf(LedgerEvent entry) =>
        entry.HasFacts ? CaseKinds.Facts.Select(fact => KeyValuePair.Create(fact.Name, fact.Form)) : [];

    private static string Named(string name, bool isSure) => isSure ? $"`{name}`" : $"[`{name}`]";
}
