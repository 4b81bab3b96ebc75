using System.Buffers.Binary;

namespace Exchange.Gateway.Border;

/// <summary>
/// The payload of a content header frame (AMQP 0-9-1, section 4.2.6.1): class, weight, body size, flags, and the properties
/// whose flags are set. It is read flat; only the properties of a border message are kept.
/// </summary>
internal static class ContentHeader
{
    /// <summary>Bytes before the properties.</summary>
    public const int Fixed = 14;

    // Flags from the highest on, in the order of the properties. All but delivery mode and priority (one octet) are short strings.
    private const int ContentType = 0x8000,
        ContentEncoding = 0x4000,
        Headers = 0x2000,
        DeliveryMode = 0x1000,
        Priority = 0x0800,
        MessageId = 0x0080;

    /// <summary>
    /// Finds what has to leave before the header can be held as a whole: its table, or all its properties if they do not keep
    /// their form. Clears their flags. A length of 0 means that there is nothing; false, that more has to come first. Of the
    /// payload, <c>size</c> bytes long, at least <see cref="Fixed"/> have come; without a table it is held to <c>limit</c>.
    /// </summary>
    public static bool TryFindRemovable(Span<byte> come, long size, int limit, out int at, out long length)
    {
        var flags = Flags(come);
        (at, length) = (Fixed, 0);
        if ((flags & Headers) == 0)
        {
            if (size > limit)
                length = DropAll(come, size);
            return true;
        }
        if ((flags & ContentType) != 0)
            at = After(come, at);
        if ((flags & ContentEncoding) != 0)
            at = After(come, at);
        if (at + 4 > come.Length && come.Length < size)
            return false;
        length = at + 4 > come.Length ? size : 4L + BinaryPrimitives.ReadUInt32BigEndian(come[at..]);
        if (at + length > size)
            (at, length) = (Fixed, DropAll(come, size));
        else
            SetFlags(come, flags & ~Headers);
        return true;
    }

    /// <summary>
    /// Leaves content type, delivery mode and message id, or no property if they do not keep their form; returns the new size.
    /// </summary>
    public static int Strip(Span<byte> payload)
    {
        var (flags, kept, from, to) = (Flags(payload), 0, Fixed, Fixed);
        for (var flag = ContentType; flag >= MessageId; flag >>= 1)
        {
            if ((flags & flag) == 0)
                continue;
            var next = flag is DeliveryMode or Priority ? from + 1 : After(payload, from);
            if (next > payload.Length)
            {
                SetFlags(payload, 0);
                return Fixed;
            }
            if (flag is ContentType or DeliveryMode or MessageId)
            {
                payload[from..next].CopyTo(payload[to..]);
                (kept, to) = (kept | flag, to + next - from);
            }
            from = next;
        }
        SetFlags(payload, kept);
        return to;
    }

    private static long DropAll(Span<byte> come, long size)
    {
        SetFlags(come, 0);
        return size - Fixed;
    }

    // Past the end of what there is, if the short string does not end in it.
    private static int After(ReadOnlySpan<byte> payload, int at) => at < payload.Length ? at + 1 + payload[at] : payload.Length + 1;

    private static int Flags(ReadOnlySpan<byte> payload) => BinaryPrimitives.ReadUInt16BigEndian(payload[12..]);

    private static void SetFlags(Span<byte> payload, int flags) => BinaryPrimitives.WriteUInt16BigEndian(payload[12..], (ushort)flags);
}
