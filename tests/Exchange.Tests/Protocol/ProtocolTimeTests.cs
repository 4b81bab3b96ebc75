using CsCheck;
using Exchange.Protocol;
using Microsoft.Extensions.Time.Testing;

namespace Exchange.Tests.Protocol;

internal sealed class ProtocolTimeTests
{
    [TestCase("2026-11-23T16:00:00.000Z")]
    [TestCase("2028-02-29T23:59:59.999Z")]
    [TestCase("0001-01-01T00:00:00.000Z")]
    [TestCase("9999-12-31T23:59:59.999Z")]
    public void A_time_has_three_decimals_and_a_Z(string text)
    {
        ProtocolTime.TryParse(text, out var time).ShouldBeTrue();
        time.Offset.ShouldBe(TimeSpan.Zero);
        ProtocolTime.Write(time).ShouldBe(text);
    }

    [TestCase(null)]
    [TestCase("")]
    [TestCase("2026-11-23")]
    [TestCase("2026-11-23T16:00:00Z")]
    [TestCase("2026-11-23T16:00:00.0Z")]
    [TestCase("2026-11-23T16:00:00.00Z")]
    [TestCase("2026-11-23T16:00:00.0000Z")]
    [TestCase("2026-11-23T16:00:00,000Z")]
    [TestCase("2026-11-23T16:00:00.000")]
    [TestCase("2026-11-23T16:00:00.000z")]
    [TestCase("2026-11-23t16:00:00.000Z")]
    [TestCase("2026-11-23 16:00:00.000Z")]
    [TestCase("2026-11-23T16:00:00.000+00:00")]
    [TestCase("2026-11-23T16:00:00.000+0000")]
    [TestCase("2026-11-23T16:00:00.000-00:00")]
    [TestCase("2026-11-23T16:00:00.000ZZ")]
    [TestCase(" 2026-11-23T16:00:00.000Z")]
    [TestCase("2026-11-23T16:00:00.000Z ")]
    [TestCase("2026-11-23T16:00:00.000Z\n")]
    [TestCase("2026-11-23T16:00:00.000Z\0")]
    [TestCase("2026-11-23T16:00:00.000\0Z")]
    [TestCase("2026-1-23T16:00:00.000Z")]
    [TestCase("26-11-23T16:00:00.000Z")]
    [TestCase("02026-11-23T16:00:00.000Z")]
    [TestCase("+2026-11-23T16:00:00.000Z")]
    [TestCase("0000-01-01T00:00:00.000Z")]
    [TestCase("2026-02-29T16:00:00.000Z")]
    [TestCase("2026-13-01T16:00:00.000Z")]
    [TestCase("2026-11-23T24:00:00.000Z")]
    [TestCase("2026-11-23T23:59:60.000Z", Description = "a leap second")]
    [TestCase("20261123T160000.000Z")]
    [TestCase("2026-W48-1T16:00:00.000Z")]
    [TestCase("٢٠٢٦-11-23T16:00:00.000Z", Description = "digits of another script")]
    [TestCase("2026-11-23T１6:00:00.000Z", Description = "a wide digit")]
    [TestCase("2026/11/23T16:00:00.000Z")]
    [TestCase("2026‐11‐23T16:00:00.000Z", Description = "other hyphens")]
    public void There_is_no_other_form(string? text) => ProtocolTime.TryParse(text, out _).ShouldBeFalse();

    [Test]
    public void Whatever_is_taken_is_written_the_same() =>
        Gen.Select(Gen.Int[0, 23], Gen.Char["0123456789TZ:.-+ tz\0\n"], Gen.Bool)
            .Sample(
                (at, character, insert) =>
                {
                    const string Valid = "2026-11-23T16:00:00.000Z";
                    var text = Valid[..at] + character + Valid[(insert ? at : at + 1)..];
                    return !ProtocolTime.TryParse(text, out var time) || ProtocolTime.Write(time) == text;
                },
                iter: 5000
            );

    [Test]
    public void The_present_is_in_whole_milliseconds_of_utc()
    {
        var clock = new FakeTimeProvider(new DateTimeOffset(2026, 11, 23, 22, 0, 0, 123, TimeSpan.FromHours(6)).AddTicks(4567));
        clock.Now().ShouldBe(new DateTimeOffset(2026, 11, 23, 16, 0, 0, 123, TimeSpan.Zero));
        clock.Now().Offset.ShouldBe(TimeSpan.Zero);
        ProtocolTime.Write(clock.Now()).ShouldBe("2026-11-23T16:00:00.123Z");
    }

    [Test]
    public void A_time_of_another_zone_is_written_in_utc() =>
        ProtocolTime.Write(new(2026, 11, 24, 0, 0, 0, TimeSpan.FromHours(8))).ShouldBe("2026-11-23T16:00:00.000Z");
}
