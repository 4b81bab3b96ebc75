namespace Exchange.Gateway.Dispatching;

/// <summary>
/// Keeps the bytes of every sealed message that goes out, where the settings ask for it: material for a second implementation.
/// </summary>
internal sealed class WireRecord(BorderSettings settings, ILogger<WireRecord> logger)
{
    public void Write(OutboxItem item)
    {
        if (settings.RecordFolder is not { } folder)
            return;
        try
        {
            File.WriteAllBytes(Path.Combine(folder, $"{item.MessageId}.cms"), item.Sealed.Span);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            logger.LogWarning("{Message} goes out without being recorded in {Folder}: {Reason}", item, folder, exception.Message);
        }
    }
}
