using System.Text.RegularExpressions;
using Exchange.Protocol.Reading;

namespace Exchange.Protocol.Vocabulary.Codes;

/// <summary>Lists of codes that standards publish, as of the day that each file names. A code that is not in a list is refused.</summary>
public static partial class PublishedCodes
{
    /// <summary>A language, such as <c>ben</c>; <c>und</c> for one that is not known.</summary>
    public static Form Language { get; } = new("language", Load("iso-639-3"), Languages(), "an ISO 639-3 code of a language, such as ben");

    /// <summary>A script, such as <c>Beng</c>.</summary>
    public static Form Script { get; } = new("script", Load("iso-15924"), "an ISO 15924 code of a script, such as Beng");

    public static Form Currency { get; } = new("currency", Load("iso-4217"), "an ISO 4217 code of a currency, such as BDT");

    [GeneratedRegex(@"\A[a-z]{3}\z")]
    private static partial Regex Languages();

    private static string[] Load(string file) => Text(file).Split((char[])[' ', '\n'], StringSplitOptions.RemoveEmptyEntries);

    /// <summary>A file without its first line, which has the date and the source.</summary>
    internal static string Text(string file)
    {
        using var reader = new StreamReader(
            typeof(PublishedCodes).Assembly.GetManifestResourceStream($"{typeof(PublishedCodes).Namespace}.{file}.txt")!
        );
        reader.ReadLine();
        return reader.ReadToEnd().ReplaceLineEndings("\n");
    }
}
