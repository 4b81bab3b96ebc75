using System.Text.Json;
using System.Text.Unicode;

namespace Exchange.Ledger.Entries;

/// <summary>
/// Reads an entry in the usual form in one pass. It accepts less than the strict reader, never more: an unknown member, an
/// escape, a character beyond ASCII or any fault is left to the strict reader.
/// </summary>
internal ref struct LeafScan
{
    private const int MostDetails = 16;

    // The entry, its detail, a list in it.
    private const int Depth = 3;

    // Such as 2026-11-23T16:00:00.000Z.
    private const int TimeLength = 24;

    private Utf8JsonReader _json;
    private bool _hasVersion;
    private bool _hasSalt;
    private DateTimeOffset? _at;
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

    /// <summary>The entry; null if the strict reader must judge it.</summary>
    public static LedgerLeaf? TryRead(ReadOnlySpan<byte> bytes)
    {
        if (!Utf8.IsValid(bytes))
            return null;
        try
        {
            var scan = new LeafScan(bytes);
            return scan.Read() ? scan.ToLeaf(bytes.ToArray()) : null;
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
            var name = _json.ValueSpan;
            if (_json.ValueIsEscaped || !_json.Read() || !Take(name))
                return false;
        }

        return _json.TokenType == JsonTokenType.EndObject && !_json.Read();
    }

    private readonly LedgerLeaf? ToLeaf(byte[] bytes) =>
        !_hasVersion || !_hasSalt || _at is null || _event is null || _party is null || _actor is null
            ? null
            : new(bytes)
            {
                At = _at.Value,
                Event = _event,
                Party = _party,
                Actor = _actor,
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

    // Each member once, and well-formed.
    private bool Take(scoped ReadOnlySpan<byte> name) =>
        name switch
        {
            _ when name.SequenceEqual("v"u8) => !_hasVersion && (_hasVersion = Number(1, 1) is not null),
            _ when name.SequenceEqual("at"u8) => _at is null && (_at = Time()) is not null,
            _ when name.SequenceEqual("event"u8) => _event is null && (_event = Name()) is not null,
            _ when name.SequenceEqual("party"u8) => _party is null && PartyName.TryParse(Name(), out _party),
            _ when name.SequenceEqual("actor"u8) => _actor is null && (_actor = Name()) is not null,
            _ when name.SequenceEqual("salt"u8) => !_hasSalt && (_hasSalt = IsSalt()),
            _ when name.SequenceEqual("counterpart"u8) => _counterpart is null && PartyName.TryParse(Name(), out _counterpart),
            _ when name.SequenceEqual("exchangeId"u8) => _exchange is null && (_exchange = Id()) is not null,
            _ when name.SequenceEqual("messageId"u8) => _message is null && (_message = Id()) is not null,
            _ when name.SequenceEqual("kind"u8) => _kind is null && (_kind = Name()) is not null,
            _ when name.SequenceEqual("sequence"u8) => _sequence is null && (_sequence = Number(1, int.MaxValue)) is not null,
            _ when name.SequenceEqual("signed"u8) => _signed is null && (_signed = ReadDigest()) is not null,
            _ when name.SequenceEqual("sealed"u8) => _sealed is null && (_sealed = ReadDigest()) is not null,
            _ when name.SequenceEqual("code"u8) => _code is null && (_code = (ReceiptCode?)Number(100, 599)) is not null,
            _ when name.SequenceEqual("detail"u8) => _detail is null && TakeDetail(),
            _ => false,
        };

    private readonly bool IsText() => _json.TokenType == JsonTokenType.String && !_json.ValueIsEscaped;

    // Printable ASCII that does not begin with a space.
    private readonly string? Name()
    {
        var text = _json.ValueSpan;
        return
            IsText()
            && text.Length is > 0 and <= LedgerLeaf.LongestName
            && text[0] != (byte)' '
            && !text.ContainsAnyExceptInRange((byte)' ', (byte)'~')
            ? Encoding.ASCII.GetString(text)
            : null;
    }

    private readonly int? Number(int minimum, int maximum) =>
        _json.TokenType == JsonTokenType.Number && _json.TryGetInt64(out var number) && number >= minimum && number <= maximum
            ? (int)number
            : null;

    private readonly Guid? Id() => IsText() && MessageId.TryParse(_json.GetString(), out var id) ? id : null;

    private readonly Digest? ReadDigest() => IsText() && Digest.TryParse(_json.GetString(), out var digest) ? digest : null;

    private readonly bool IsSalt() =>
        IsText() && Protocol.Reading.Base64.TryParse(_json.GetString()!, out var salt) && salt.Length == LedgerLeaf.SaltSize;

    // The platform's parser accepts other ISO 8601 forms as well, but only this one has this length, point and Z.
    private readonly DateTimeOffset? Time() =>
        IsText()
        && _json.ValueSpan is { Length: TimeLength } and [.., (byte)'.', _, _, _, (byte)'Z']
        && _json.TryGetDateTimeOffset(out var time)
            ? time
            : null;

    // A flat object with few members, each once. Its values are parsed on first use.
    private bool TakeDetail()
    {
        if (_json.TokenType != JsonTokenType.StartObject)
            return false;
        var start = (int)_json.TokenStartIndex;
        Span<int> hashes = stackalloc int[MostDetails];
        var count = 0;
        while (_json.Read() && _json.TokenType == JsonTokenType.PropertyName)
        {
            // Names with the same hash are left to the strict reader, whether they are equal or not.
            var hash = HashOf(_json.ValueSpan);
            if (_json.ValueIsEscaped || count == MostDetails || hashes[..count].Contains(hash) || !_json.Read() || !IsPlain())
                return false;
            hashes[count++] = hash;
        }

        _detail = start..(int)_json.BytesConsumed;
        return _json.TokenType == JsonTokenType.EndObject;
    }

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
