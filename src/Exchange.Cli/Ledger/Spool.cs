using System.Text;

namespace Exchange.Cli.Ledger;

/// <summary>
/// Records that do not fit into memory at once, in temporary files by part: written once, read once or more,
/// a part at a time. They hold ids and digests, never content of a message, and are deleted with the object.
/// </summary>
internal sealed class Spool<T> : IDisposable
{
    /// <summary>Records in one part, about: what is in memory at once.</summary>
    private const long PartSize = 8 * 1024;

    private const int MostParts = 512;
    private const int Buffer = 16 * 1024;

    private readonly DirectoryInfo _folder = TemporaryFiles.NewFolder("exchange-replay-");
    private readonly BinaryWriter?[] _writers;
    private readonly Action<BinaryWriter, T> _write;
    private readonly Func<BinaryReader, T> _read;

    public Spool(long records, Action<BinaryWriter, T> write, Func<BinaryReader, T> read)
    {
        _writers = new BinaryWriter?[Math.Clamp((records / PartSize) + 1, 1, MostParts)];
        (_write, _read) = (write, read);
    }

    /// <summary>Records in the form of JSON.</summary>
    public static Spool<T> OfJson(long records) =>
        new(
            records,
            (writer, record) => writer.Write(JsonSerializer.Serialize(record, ProtocolJson.Options)),
            reader => JsonSerializer.Deserialize<T>(reader.ReadString(), ProtocolJson.Options)!
        );

    public int Parts => _writers.Length;

    /// <summary>The part in which a record with this key belongs: the same in every run.</summary>
    public int PartOf(ReadOnlySpan<byte> key)
    {
        const uint prime = 16_777_619;
        var hash = 2_166_136_261;
        foreach (var one in key)
            hash = (hash ^ one) * prime;
        return (int)(hash % (uint)Parts);
    }

    /// <inheritdoc cref="PartOf(ReadOnlySpan{byte})"/>
    public int PartOf(Guid key)
    {
        Span<byte> bytes = stackalloc byte[16];
        key.TryWriteBytes(bytes);
        return PartOf(bytes);
    }

    public void Add(int part, T record) => _write(_writers[part] ??= Create(part), record);

    /// <summary>A record in the form of <see cref="AddWritten"/>; thread-safe.</summary>
    public byte[] Write(T record)
    {
        using var bytes = new MemoryStream();
        using var writer = new BinaryWriter(bytes, Encoding.UTF8);
        _write(writer, record);
        return bytes.ToArray();
    }

    public void AddWritten(int part, byte[] record) => (_writers[part] ??= Create(part)).Write(record);

    /// <summary>The records of a part, in the order in which they were added. No more may be added to it.</summary>
    public IEnumerable<T> Read(int part)
    {
        _writers[part]?.Dispose();
        if (!File.Exists(FileOf(part)))
            yield break;
        using var reader = new BinaryReader(
            new FileStream(FileOf(part), FileMode.Open, FileAccess.Read, FileShare.Read, Buffer),
            Encoding.UTF8
        );
        var length = reader.BaseStream.Length;
        while (reader.BaseStream.Position < length)
            yield return _read(reader);
    }

    /// <summary>The records of all parts, one part after the other.</summary>
    public IEnumerable<T> ReadAll() => Enumerable.Range(0, Parts).SelectMany(Read);

    /// <summary>The records of all parts in one order, where each part has that order already.</summary>
    public IEnumerable<T> Merge(Func<T, long> orderOf)
    {
        var heads = new PriorityQueue<IEnumerator<T>, long>();
        try
        {
            foreach (var part in Enumerable.Range(0, Parts).Select(part => Read(part).GetEnumerator()))
                Put(heads, part, orderOf);
            while (heads.TryDequeue(out var part, out _))
            {
                yield return part.Current;
                Put(heads, part, orderOf);
            }
        }
        finally
        {
            foreach (var (part, _) in heads.UnorderedItems)
                part.Dispose();
        }
    }

    public void Dispose()
    {
        foreach (var writer in _writers)
            writer?.Dispose();
        _folder.Delete(recursive: true);
    }

    private static void Put(PriorityQueue<IEnumerator<T>, long> heads, IEnumerator<T> part, Func<T, long> orderOf)
    {
        if (part.MoveNext())
            heads.Enqueue(part, orderOf(part.Current));
        else
            part.Dispose();
    }

    private BinaryWriter Create(int part) =>
        new(new FileStream(FileOf(part), FileMode.CreateNew, FileAccess.Write, FileShare.None, Buffer), Encoding.UTF8);

    private string FileOf(int part) => Path.Combine(_folder.FullName, FormattableString.Invariant($"{part}"));
}
