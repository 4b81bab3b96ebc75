using System.Diagnostics;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Exchange.Protocol;
using Exchange.Protocol.Api;
using Exchange.Protocol.Messages;
using Exchange.Protocol.Parties;
using Exchange.Protocol.Schemas;

namespace Exchange.Benchmarks;

/// <summary>What it costs to read and check a request with 20 entities: as a message that arrives, and as a submission.</summary>
internal static class ParseFigures
{
    private const int Entities = 20;
    private const int Runs = 2_000;

    /// <summary>One JSON line.</summary>
    public static string Run()
    {
        var json = Encoding.UTF8.GetBytes(Request().ToJsonString());
        var submission = Submission.Read(json).OrThrow();
        var (now, id) = (TimeProvider.System.Now(), MessageId.New(TimeProvider.System));
        var message = MessageWriter
            .Write(
                new()
                {
                    MessageId = id,
                    ExchangeId = id,
                    Kind = CaseKinds.Request,
                    Sender = PartyName.Parse("BGD"),
                    Recipient = submission.Counterpart!,
                    Salt = new byte[MessageHeader.SaltSize],
                    IssuedAt = now,
                    ExpiresAt = now.AddDays(30),
                    Reference = $"BGD-MYS-{now.Year}-000001",
                    Sequence = 1,
                    Handling = submission.Handling,
                },
                submission.Body
            )
            .Bytes;
        return JsonSerializer.Serialize(
            new
            {
                entities = Entities,
                messageBytes = message.Length,
                messageMilliseconds = Median(() => MessageParser.Read(message).OrThrow()),
                submissionMilliseconds = Median(() => Submission.Read(json).OrThrow()),
            }
        );
    }

    // The entities of the example twice, under other ids and numbers, and two more persons.
    private static JsonObject Request()
    {
        var request = JsonNode.Parse(KindExamples.Of(CaseKinds.Request)[0].Json)!.AsObject();
        var subjects = request["body"]!["subjects"]!.AsArray();
        var again = Regex
            .Replace(subjects.ToJsonString(), "\"([pdovcmr][0-9])\"", "\"$1b\"")
            .Replace("X0000002", "X0000003", StringComparison.Ordinal)
            .Replace("\"order\":1", "\"order\":3", StringComparison.Ordinal)
            .Replace("\"order\":2", "\"order\":4", StringComparison.Ordinal);
        foreach (var subject in JsonNode.Parse(again)!.AsArray())
            subjects.Add(subject!.DeepClone());
        while (subjects.Count < Entities)
        {
            var person = subjects[1]!.DeepClone();
            person["id"] = $"p{subjects.Count}";
            subjects.Add(person);
        }

        return request;
    }

    private static double Median(Action read)
    {
        var times = new List<double>();
        for (var turn = -Runs; turn < Runs; turn++)
        {
            var watch = Stopwatch.StartNew();
            read();
            if (turn >= 0)
                times.Add(watch.Elapsed.TotalMilliseconds);
        }

        return Math.Round(times.Order().ElementAt(Runs / 2), 3);
    }
}
