using System.Formats.Asn1;

namespace Exchange.Tests.Sealing;

/// <summary>One element of a DER encoding that can be changed: for forgeries that are well-formed but not what they should be.</summary>
internal sealed class DerNode(int tag, byte[] contents, List<DerNode> children)
{
    private const int ConstructedFlag = 0x20;

    public int Tag { get; set; } = tag;

    public byte[] Contents { get; set; } = contents;

    public List<DerNode> Children { get; } = children;

    /// <summary>The element at the end of a path of indices.</summary>
    public DerNode this[params int[] path] => path.Aggregate(this, (node, index) => node.Children[index]);

    public static DerNode Parse(ReadOnlyMemory<byte> der)
    {
        var nodes = ParseAll(der);
        return nodes.ShouldHaveSingleItem();
    }

    public static DerNode Constructed(int tag, params DerNode[] children) => new(tag | ConstructedFlag, [], [.. children]);

    public static DerNode Primitive(int tag, params byte[] contents) => new(tag, contents, []);

    public static DerNode Oid(string oid)
    {
        var writer = new AsnWriter(AsnEncodingRules.DER);
        writer.WriteObjectIdentifier(oid);
        return Parse(writer.Encode());
    }

    public static DerNode Null() => Primitive(0x05);

    public DerNode Copy() => Parse(Encode());

    /// <summary>Puts another element's tag, contents and children in this one's place.</summary>
    public void Become(DerNode other)
    {
        (Tag, Contents) = (other.Tag, other.Contents);
        Children.Clear();
        Children.AddRange(other.Children);
    }

    public byte[] Encode()
    {
        byte[] body = (Tag & ConstructedFlag) == 0 ? Contents : [.. Children.SelectMany(child => child.Encode())];
        return [.. Header(Tag, body.Length), .. body];
    }

    public static byte[] Header(int tag, int length) =>
        length switch
        {
            < 0x80 => [(byte)tag, (byte)length],
            < 0x100 => [(byte)tag, 0x81, (byte)length],
            < 0x10000 => [(byte)tag, 0x82, (byte)(length >> 8), (byte)length],
            _ => [(byte)tag, 0x83, (byte)(length >> 16), (byte)(length >> 8), (byte)length],
        };

    private static List<DerNode> ParseAll(ReadOnlyMemory<byte> der)
    {
        var nodes = new List<DerNode>();
        while (!der.IsEmpty)
        {
            AsnDecoder.ReadEncodedValue(der.Span, AsnEncodingRules.DER, out var offset, out var length, out var consumed);
            var contents = der.Slice(offset, length);
            var isConstructed = (der.Span[0] & ConstructedFlag) != 0;
            nodes.Add(new(der.Span[0], isConstructed ? [] : contents.ToArray(), isConstructed ? ParseAll(contents) : []));
            der = der[consumed..];
        }

        return nodes;
    }
}
