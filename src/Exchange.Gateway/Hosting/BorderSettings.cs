using Exchange.Gateway.Border;

namespace Exchange.Gateway.Hosting;

/// <summary>What crosses the border.</summary>
internal sealed record BorderSettings
{
    /// <summary>Folder in which the bytes of every sealed message that goes out are kept; nothing by default.</summary>
    public string? RecordFolder { get; init; }

    /// <summary>Patience and windows of the connections.</summary>
    public BorderOptions Connection { get; init; } = new();
}
