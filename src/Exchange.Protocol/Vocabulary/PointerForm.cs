using System.Text.RegularExpressions;
using Exchange.Protocol.Reading;

namespace Exchange.Protocol.Vocabulary;

/// <summary>A JSON pointer (RFC 6901) into the body of a message.</summary>
internal static partial class PointerForm
{
    public static Form Body { get; } =
        new("pointer", Pointers(), "a JSON pointer into the body of a message, such as /body/answers/0/items/1");

    [GeneratedRegex(@"\A/body(/[A-Za-z0-9]{1,40}){1,10}\z")]
    private static partial Regex Pointers();
}
