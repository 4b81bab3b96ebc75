namespace Exchange.Protocol.Reading;

/// <summary>Reads the one valid text form of a value; false if it is not that form.</summary>
public delegate bool TextParser<T>(string text, out T value);
