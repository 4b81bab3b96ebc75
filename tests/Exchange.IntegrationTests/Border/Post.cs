using System.Buffers.Binary;
using Exchange.Gateway.Border;

namespace Exchange.IntegrationTests.Border;

/// <summary>Messages that carry a number and are otherwise as opaque as real ones.</summary>
internal static class Post
{
    public static BorderMessage Of(int number, int size = 4096)
    {
        var body = new byte[size];
        BinaryPrimitives.WriteInt32BigEndian(body, number);
        return new(Protocol.MessageId.New(TimeProvider.System), body);
    }

    public static int Number(Delivery delivery) => BinaryPrimitives.ReadInt32BigEndian(delivery.Body.Span);
}
