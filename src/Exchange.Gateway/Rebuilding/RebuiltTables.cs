using System.Globalization;
using System.Text;

namespace Exchange.Gateway.Rebuilding;

/// <summary>What a rebuild came to.</summary>
/// <param name="Entries">Of the log that the tables were made from.</param>
/// <param name="Exchanges">Rows made.</param>
/// <param name="Messages">Rows made.</param>
/// <param name="WithoutKey">Exchanges the key of whose content is not here.</param>
/// <param name="WithoutContent">Messages of which nothing is kept but their entries.</param>
/// <param name="WithoutProof">Settled messages whose receipt is not here.</param>
internal sealed record RebuiltTables(long Entries, long Exchanges, long Messages, long WithoutKey, long WithoutContent, long WithoutProof)
{
    public override string ToString()
    {
        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $"{Exchanges} exchanges and {Messages} messages were made anew from {Entries} entries.");
        Append(text, WithoutKey, "exchanges have no key: what was said in them cannot be read here");
        Append(text, WithoutContent, "messages have no content here: the counterpart's gateway sends again what it still has");
        Append(text, WithoutProof, "messages have no receipt here: only the entry says what became of them");
        return text.ToString();
    }

    private static void Append(StringBuilder text, long count, string what)
    {
        if (count > 0)
            text.Append(CultureInfo.InvariantCulture, $" {count} {what}.");
    }
}
