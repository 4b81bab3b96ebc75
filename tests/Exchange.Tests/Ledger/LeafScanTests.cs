using System.Text;
using Exchange.Ledger.Entries;
using Exchange.Tests.Cli.Ledger;

namespace Exchange.Tests.Ledger;

/// <summary>The quick way to read an entry must never take what the strict one refuses, nor read it otherwise.</summary>
internal sealed class LeafScanTests
{
    private const string Usual = """
        {"v":1,"at":"2026-11-24T08:00:00.123Z","event":"message-delivered","party":"BGD","actor":"gateway","salt":"AAAAAAAAAAAAAAAAAAAAAA==","counterpart":"MYS-CID","exchangeId":"0193a1b2-c3d4-7e5f-8a9b-0c1d2e3f4a5b","messageId":"0193a1b2-c3d4-7e5f-8a9b-0c1d2e3f4a5b","kind":"request","sequence":2,"signed":"sha256:00000000000000000000000000000000000000000000000000000000000000aa","sealed":"sha256:00000000000000000000000000000000000000000000000000000000000000bb","code":100,"detail":{"index":7,"changed":["Log:Warn","Api:Url"],"final":true}}
        """;

    [Test]
    public void An_entry_of_the_usual_form_is_read_as_the_strict_reader_reads_it() =>
        ShouldAgree(Encoding.UTF8.GetBytes(Usual)).ShouldBeTrue();

    [Test]
    public void Every_entry_of_a_log_is_of_the_usual_form() =>
        ExportMaker.Of(20).Leaves.ShouldAllBe(leaf => ShouldAgree(leaf.Bytes.ToArray()));

    // Other members, other forms, other order, escapes, things twice, things missing, things too deep.
    [TestCase("\"v\":1,", "")]
    [TestCase("\"v\":1,", "\"v\":2,")]
    [TestCase("\"v\":1,", "\"v\":1.0,")]
    [TestCase("\"v\":1,", "\"v\":\"1\",")]
    [TestCase("\"v\":1,", "\"v\":1,\"v\":1,")]
    [TestCase("\"v\":1,", "\"v\":1,\"later\":{\"a\":1},")]
    [TestCase("\"v\":1,", "\"v\":1,\"later\":1,\"later\":2,")]
    [TestCase("\"v\":1,", "\"v\":1,/**/")]
    [TestCase("08:00:00.123Z", "24:00:00.000Z")]
    [TestCase("2026-11-24T", "2026-02-29T")]
    [TestCase("2026-11-24T", "0000-01-01T")]
    [TestCase("00.123Z", "00.123z")]
    [TestCase("00.123Z", "60.123Z")]
    [TestCase("00.123Z", "00.12Z")]
    [TestCase("\"gateway\"", "\"\"")]
    [TestCase("\"gateway\"", "\"   \"")]
    [TestCase("\"gateway\"", "\" gateway\"")]
    [TestCase("\"gateway\"", "\"g\\u0061teway\"")]
    [TestCase("\"gateway\"", "\"\\ud800\"")]
    [TestCase("\"gateway\"", "\"g\u202Eateway\"")]
    [TestCase("\"gateway\"", "\"gateway\u007F\"")]
    [TestCase("\"gateway\"", "\"g\u00E4teway\"")]
    [TestCase("\"gateway\"", "null")]
    [TestCase("\"actor\"", "\"\\u0061ctor\"")]
    [TestCase("AAAAAA==", "AAAAAB==")]
    [TestCase("AAAAAA==", "AAAAAAA=")]
    [TestCase("AAAAAA==", "AAAA AA==")]
    [TestCase("\"BGD\"", "\"bgd\"")]
    [TestCase("\"BGD\"", "\"XXX\"")]
    [TestCase("\"MYS-CID\"", "\"MYS-\"")]
    [TestCase("0193a1b2-c3d4-7e5f-8a9b", "0193A1B2-c3d4-7e5f-8a9b")]
    [TestCase("0193a1b2-c3d4-7e5f-8a9b", "0193a1b2-c3d4-4e5f-8a9b")]
    [TestCase("\"sequence\":2", "\"sequence\":0")]
    [TestCase("\"sequence\":2", "\"sequence\":2147483648")]
    [TestCase("\"sequence\":2", "\"sequence\":99999999999999999999")]
    [TestCase("\"sequence\":2", "\"sequence\":2e0")]
    [TestCase("\"sequence\":2", "\"sequence\":02")]
    [TestCase("00aa\"", "00AA\"")]
    [TestCase("00aa\"", "00a\"")]
    [TestCase("\"code\":100", "\"code\":99")]
    [TestCase("\"code\":100", "\"code\":600")]
    [TestCase("\"index\":7", "\"index\":7,\"index\":7")]
    [TestCase("\"index\":7", "\"index\":7,\"in\\u0064ex\":7")]
    [TestCase("\"index\":7", "\"index\":{\"a\":1}")]
    [TestCase("\"index\":7", "\"index\":{\"a\":1,\"a\":1}")]
    [TestCase("\"index\":7", "\"index\":\"\\ud800\"")]
    [TestCase("[\"Log:Warn\"", "[[1]")]
    [TestCase("[\"Log:Warn\"", "[{\"a\":1,\"a\":1}")]
    [TestCase("[\"Log:Warn\"", "[\"\\ud800\"")]
    [TestCase("{\"index\":7,\"changed\":[\"Log:Warn\",\"Api:Url\"],\"final\":true}", "[1]")]
    [TestCase("{\"index\":7,\"changed\":[\"Log:Warn\",\"Api:Url\"],\"final\":true}", "{}")]
    [TestCase("true}}", "true}}}")]
    [TestCase("true}}", "true}} ")]
    [TestCase("true}}", "true}")]
    [TestCase("true}}", "true,}}")]
    public void What_is_unusual_is_judged_by_the_strict_reader_alone(string usual, string other) =>
        ShouldAgree(Encoding.UTF8.GetBytes(Usual.Replace(usual, other, StringComparison.Ordinal)));

    [Test]
    public void No_changed_byte_makes_them_differ()
    {
        var bytes = Encoding.UTF8.GetBytes(Usual);
        for (var at = 0; at < bytes.Length; at++)
        {
            foreach (
                var other in (byte[])
                    [0, 9, (byte)' ', (byte)'"', (byte)'\\', (byte)'0', (byte)'a', (byte)'{', (byte)'}', (byte)',', 0x7F, 0x80, 0xC3, 0xFF]
            )
            {
                var changed = bytes.ToArray();
                changed[at] = other;
                ShouldAgree(changed);
            }

            ShouldAgree([.. bytes[..at], .. bytes[(at + 1)..]]);
        }
    }

    // True if the quick way took it.
    private static bool ShouldAgree(byte[] bytes)
    {
        if (LeafScan.TryRead(bytes) is not { } quick)
            return false;
        var strict = LedgerLeaf.ReadStrictly(bytes).Value.ShouldNotBeNull(Encoding.UTF8.GetString(bytes));
        Told(quick).ShouldBe(Told(strict), Encoding.UTF8.GetString(bytes));
        quick.Bytes.ToArray().ShouldBe(bytes);
        return true;
    }

    private static string Told(LedgerLeaf leaf) =>
        $"{leaf.Hash} {leaf.At:O} {leaf.Event} {leaf.Party} {leaf.Actor} {leaf.Counterpart} {leaf.ExchangeId} {leaf.MessageId} "
            + $"{leaf.Kind} {leaf.Sequence} {leaf.Signed} {leaf.Sealed} {leaf.Code} {leaf.Detail?.ToJsonString()}";
}
