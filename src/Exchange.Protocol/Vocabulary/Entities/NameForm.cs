namespace Exchange.Protocol.Vocabulary.Entities;

/// <summary>In which form a name is given.</summary>
public enum NameForm
{
    Document,
    NativeScript,
    Transliteration,
    Alias,
}
