namespace Exchange.Sealing;

/// <summary>
/// What became of sealed bytes: <see cref="Opened"/>, <see cref="Rejected"/> or <see cref="NotYet"/>, and nothing else
/// (border protocol, sections 3 and 4).
/// </summary>
public abstract record OpenResult
{
    private protected OpenResult()
    {
    }
}
