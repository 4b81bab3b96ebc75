using System.Buffers.Text;
using System.Text;
using System.Text.Json;
using System.Text.Unicode;
using Exchange.Protocol;
using Exchange.Protocol.Parties;

namespace Exchange.Ledger.Entries;

/// <summary>
/// Reads an entry of the usual form in one pass. It takes less than the strict reader does, never more: a member that is not
/// known, an escape, a character beyond ASCII, or anything that is wrong, is left to that one to judge.
/// </summary>
internal ref struct LeafScan
{
    private const int LongestName = 64;
    private const int MostDetails = 16;

    // The entry, its detail, a list in it.
    private const int Depth = 3;

    private const int SaltText = 24;

    private Utf8JsonReader _json;
    private Member _seen;
    private DateTimeOffset _at;
    private string? _event;
    private PartyName? _party;
    private string? _actor;
    private PartyName? _counterpart;
    private Guid? _exchange;
    private Guid? _message;
    private string? _kind;
    private int? _sequence;
    private Digest? _signed;
    private Digest? _sealed;
    private ReceiptCode? _code;
    private Range? _detail;

    private LeafScan(ReadOnlySpan<byte> bytes) => _json = new(bytes, new JsonReaderOptions { MaxDepth = Depth });

    [Flags]
    private enum Member
    {
        None = 0,
        Version = 1,
        At = 1 << 1,
        Event = 1 << 2,
        Party = 1 << 3,
        Actor = 1 << 4,
        Salt = 1 << 5,
        Counterpart = 1 << 6,
        Exchange = 1 << 7,
        Message = 1 << 8,
        Kind = 1 << 9,
        Sequence = 1 << 10,
        Signed = 1 << 11,
        Sealed = 1 << 12,
        Code = 1 << 13,
        Detail = 1 << 14,
        Always = Version | At | Event | Party | Actor | Salt,
    }

    /// <summary>The entry; null if it is for the strict reader.</summary>
    public static LedgerLeaf? TryRead(ReadOnlySpan<byte> bytes)
    {
        if (!Utf8.IsValid(bytes))
            return null;
        try
        {
            var scan = new LeafScan(bytes);
            return scan.Read() && (scan._seen & Member.Always) == Member.Always ? scan.ToLeaf(bytes.ToArray()) : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private bool Read()
    {
        if (!_json.Read() || _json.TokenType != JsonTokenType.StartObject)
            return false;
        while (_json.Read() && _json.TokenType == JsonTokenType.PropertyName)
        {
            var member = _json.ValueIsEscaped ? Member.None : MemberOf(_json.ValueSpan);
            if (member == Member.None || (_seen & member) != 0 || !_json.Read() || !Take(member))
                return false;
            _seen |= member;
        }

        return _json.TokenType == JsonTokenType.EndObject && !_json.Read();
    }

    private readonly LedgerLeaf ToLeaf(byte[] bytes) => new(bytes)
    {
        At = _at,
        Event = _event!,
        Party = _party!,
        Actor = _actor!,
        Counterpart = _counterpart,
        ExchangeId = _exchange,
        MessageId = _message,
        Kind = _kind,
        Sequence = _sequence,
        Signed = _signed,
        Sealed = _sealed,
        Code = _code,
        DetailAt = _detail,
    };

    private static Member MemberOf(ReadOnlySpan<byte> name) => name switch
    {
        _ when name.SequenceEqual("v"u8) => Member.Version,
        _ when name.SequenceEqual("at"u8) => Member.At,
        _ when name.SequenceEqual("event"u8) => Member.Event,
        _ when name.SequenceEqual("party"u8) => Member.Party,
        _ when name.SequenceEqual("actor"u8) => Member.Actor,
        _ when name.SequenceEqual("salt"u8) => Member.Salt,
        _ when name.SequenceEqual("counterpart"u8) => Member.Counterpart,
        _ when name.SequenceEqual("exchangeId"u8) => Member.Exchange,
        _ when name.SequenceEqual("messageId"u8) => Member.Message,
        _ when name.SequenceEqual("kind"u8) => Member.Kind,
        _ when name.SequenceEqual("sequence"u8) => Member.Sequence,
        _ when name.SequenceEqual("signed"u8) => Member.Signed,
        _ when name.SequenceEqual("sealed"u8) => Member.Sealed,
        _ when name.SequenceEqual("code"u8) => Member.Code,
        _ when name.SequenceEqual("detail"u8) => Member.Detail,
        _ => Member.None,
    };

    private bool Take(Member member) => member switch
    {
        Member.Version => Number(1, 1) is not null,
        Member.At => IsText() && TryTime(_json.ValueSpan, out _at),
        Member.Event => (_event = Name()) is not null,
        Member.Party => PartyName.TryParse(Name(), out _party),
        Member.Actor => (_actor = Name()) is not null,
        Member.Salt => IsText() && IsSalt(_json.ValueSpan),
        Member.Counterpart => PartyName.TryParse(Name(), out _counterpart),
        Member.Exchange => (_exchange = Id()) is not null,
        Member.Message => (_message = Id()) is not null,
        Member.Kind => (_kind = Name()) is not null,
        Member.Sequence => (_sequence = Number(1, int.MaxValue)) is not null,
        Member.Signed => (_signed = ReadDigest()) is not null,
        Member.Sealed => (_sealed = ReadDigest()) is not null,
        Member.Code => (_code = (ReceiptCode?)Number(100, 599)) is not null,
        _ => TakeDetail(),
    };

    private readonly bool IsText() => _json.TokenType == JsonTokenType.String && !_json.ValueIsEscaped;

    // Printable ASCII that does not begin with a space.
    private readonly string? Name()
    {
        var text = _json.ValueSpan;
        return IsText() && text.Length is > 0 and <= LongestName && text[0] != (byte)' ' && !text.ContainsAnyExceptInRange((byte)' ', (byte)'~')
            ? Encoding.ASCII.GetString(text)
            : null;
    }

    private readonly int? Number(int minimum, int maximum) =>
        _json.TokenType == JsonTokenType.Number && _json.TryGetInt64(out var number) && number >= minimum && number <= maximum ? (int)number : null;

    private readonly Guid? Id() => IsText() && MessageId.TryParse(_json.GetString(), out var id) ? id : null;

    private readonly Digest? ReadDigest() => IsText() && Digest.TryParse(_json.GetString(), out var digest) ? digest : null;

    private static bool IsSalt(ReadOnlySpan<byte> text)
    {
        Span<byte> salt = stackalloc byte[LedgerLeaf.SaltSize];
        Span<byte> written = stackalloc byte[SaltText];
        return text.Length == SaltText
            && Base64.DecodeFromUtf8(text, salt, out _, out var length) == System.Buffers.OperationStatus.Done && length == LedgerLeaf.SaltSize
            && Base64.EncodeToUtf8(salt, written, out _, out _) == System.Buffers.OperationStatus.Done && written.SequenceEqual(text);
    }

    // 2026-11-23T16:00:00.000Z
    private static bool TryTime(ReadOnlySpan<byte> text, out DateTimeOffset time)
    {
        time = default;
        if (text.Length != 24 || text[4] != '-' || text[7] != '-' || text[10] != 'T' || text[13] != ':' || text[16] != ':' || text[19] != '.' || text[23] != 'Z')
            return false;
        var (year, month, day) = (Digits(text[..4]), Digits(text[5..7]), Digits(text[8..10]));
        var (hour, minute, second, milliseconds) = (Digits(text[11..13]), Digits(text[14..16]), Digits(text[17..19]), Digits(text[20..23]));
        if (year < 1 || month is < 1 or > 12 || day < 1 || day > DateTime.DaysInMonth(year, month) || hour is < 0 or > 23 || minute is < 0 or > 59 || second is < 0 or > 59 || milliseconds < 0)
            return false;
        time = new(year, month, day, hour, minute, second, milliseconds, TimeSpan.Zero);
        return true;
    }

    private static int Digits(ReadOnlySpan<byte> text)
    {
        var number = 0;
        foreach (var digit in text)
        {
            if (!char.IsAsciiDigit((char)digit))
                return -1;
            number = (number * 10) + (digit - '0');
        }

        return number;
    }

    // Flat, with few members, each once; what they say is read when somebody asks.
    private bool TakeDetail()
    {
        if (_json.TokenType != JsonTokenType.StartObject)
            return false;
        var start = (int)_json.TokenStartIndex;
        Span<int> names = stackalloc int[MostDetails];
        var count = 0;
        while (_json.Read() && _json.TokenType == JsonTokenType.PropertyName)
        {
            if (_json.ValueIsEscaped || count == MostDetails || !IsNew(names[..count], _json.ValueSpan))
                return false;
            names[count++] = HashOf(_json.ValueSpan);
            if (!_json.Read() || !IsPlain())
                return false;
        }

        _detail = start..(int)_json.BytesConsumed;
        return _json.TokenType == JsonTokenType.EndObject;
    }

    // Two names of one hash are left to the strict reader, whether they are one name or two.
    private static bool IsNew(ReadOnlySpan<int> names, ReadOnlySpan<byte> name) => !names.Contains(HashOf(name));

    private static int HashOf(ReadOnlySpan<byte> name)
    {
        var hash = new HashCode();
        hash.AddBytes(name);
        return hash.ToHashCode();
    }

    private bool IsPlain()
    {
        if (_json.TokenType != JsonTokenType.StartArray)
            return _json.TokenType != JsonTokenType.StartObject && !_json.ValueIsEscaped;
        while (_json.Read() && _json.TokenType != JsonTokenType.EndArray)
        {
            if (_json.TokenType is JsonTokenType.StartArray or JsonTokenType.StartObject || _json.ValueIsEscaped)
                return false;
        }

        return true;
    }
}
