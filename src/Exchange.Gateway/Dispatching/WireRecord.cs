using Exchange.Gateway.Hosting;

namespace Exchange.Gateway.Dispatching;

/// <summary>Keeps the bytes of every sealed message that goes out, where the settings ask for it: material for a second implementation.</summary>
internal sealed class WireRecord(BorderSettings settings)
{
    public void Write(OutboxItem item)
    {
        if (settings.RecordFolder is { } folder)
            File.WriteAllBytes(Path.Combine(folder, $"{item.MessageId}.cms"), item.Sealed.Span);
    }
}
