using System.Diagnostics;
using System.Text.Json;
using Exchange.Gateway.Auditing;
using Exchange.Gateway.Journal;
using Exchange.Gateway.Opening;
using Exchange.Gateway.Store;
using Exchange.Protocol;
using Exchange.Protocol.Api;
using Exchange.Protocol.Messages;
using Exchange.Protocol.Parties;
using Exchange.Protocol.Vocabulary;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;

namespace Exchange.Benchmarks;

/// <summary>
/// What a search costs that opens as many lessons as one may, 10,000, and finds none of them; and one whose page is full at once.
/// </summary>
internal static class LessonFigures
{
    private const int Lessons = ListHandler.MostLessons;
    private const int Runs = 5;

    public static async Task<string> RunAsync(WebApplication app)
    {
        await app.Services.GetRequiredService<JournalWriter>().ProposeAsync("figures.fill", transaction => Fill(app, transaction.Sql));
        var handler = app.Services.GetRequiredService<ListHandler>();
        var officer = new Caller("key:1", [Role.Officer]) { Units = ["large"] };
        var figures = new SortedDictionary<string, double>();
        foreach (var (name, words) in new[] { ("nothingFound", new[] { "nowhere" }), ("firstPage", ["buses"]) })
        {
            var times = new List<double>();
            for (var turn = 0; turn < Runs; turn++)
            {
                var watch = Stopwatch.StartNew();
                var found = await handler.LessonsAsync(words, null, officer, CancellationToken.None);
                times.Add(watch.Elapsed.TotalMilliseconds);
                if (found.Page.Count != (name == "firstPage" ? ListHandler.Lessons : 0))
                    throw new InvalidOperationException($"A search gave {found.Page.Count} lessons.");
            }

            figures[name] = Math.Round(times.Order().ElementAt(Runs / 2), 1);
        }

        return JsonSerializer.Serialize(new { lessons = Lessons, milliseconds = figures });
    }

    private static void Fill(WebApplication app, SqlSession sql)
    {
        var contents = app.Services.GetRequiredService<ContentStore>();
        for (var number = 1; number <= Lessons; number++)
        {
            var (message, now) = (Lesson(number), TimeProvider.System.Now());
            var (id, signed) = (MessageId.Write(message.Header.MessageId), Digest.Of(message.Bytes.Span));
            var index = 10_000_000 + number;
            sql.Execute(
                """
                INSERT INTO exchanges (counterpart, exchange_id, reference, opened_by_us, opened_at, kind, status, last_entry, state, open, unit)
                VALUES ('MYS', @p0, @p1, FALSE, @p2, 'lesson-learned', 'delivered', @p3, '{}', TRUE, '')
                """,
                id,
                message.Header.Reference,
                now.ToUnixTimeMilliseconds(),
                index
            );
            sql.Execute(
                """
                INSERT INTO messages (log, counterpart, outgoing, message_id, exchange_id, kind, sequence, signed, sealed, issued_at, expires_at, recorded_at, code, entry_index)
                VALUES (1, 'MYS', FALSE, @p0, @p0, 'lesson-learned', 1, @p1, @p1, @p2, @p2, @p2, 100, @p3)
                """,
                id,
                signed.ToString(),
                now.ToUnixTimeMilliseconds(),
                index
            );
            contents.Keep(sql, index, signed, message.Bytes.Span, [], message.Header.Handling!.RetainUntil);
        }
    }

    private static Message Lesson(int number)
    {
        var (id, now) = (MessageId.New(TimeProvider.System), TimeProvider.System.Now());
        var header = new MessageHeader
        {
            MessageId = id,
            ExchangeId = id,
            Kind = CaseKinds.LessonLearned,
            Sender = PartyName.Parse("MYS"),
            Recipient = PartyName.Parse("BGD"),
            Salt = new byte[MessageHeader.SaltSize],
            IssuedAt = now,
            ExpiresAt = now.AddDays(30),
            Reference = FormattableString.Invariant($"MYS-BGD-{now.Year}-{number:D6}"),
            Sequence = 1,
            Handling = new()
            {
                Classification = Classification.Restricted,
                HandlingCodes = [HandlingCode.H0],
                Purpose = Purpose.Prevention,
                LegalBasis = new("Bilateral agreement", null),
                RetainUntil = new(2031, 12, 31),
                ContainsVictimData = false,
                ContainsMinorData = false,
                Language = "eng",
            },
        };
        // About as long as an officer writes.
        return MessageWriter.Write(
            header,
            new LessonLearnedBody
            {
                Type = LessonType.Trend,
                Topic = "Night buses",
                Text = string.Join(
                    ' ',
                    Enumerable.Repeat("Groups of thirty travel by the last of the buses, and one of them pays for all.", 12)
                ),
                Practice = "Companies were given a number to call.",
            }
        );
    }
}
