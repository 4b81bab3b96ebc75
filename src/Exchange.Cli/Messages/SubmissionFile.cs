namespace Exchange.Cli.Messages;

/// <summary>What an officer wrote; <c>-</c> is the standard input.</summary>
internal static class SubmissionFile
{
    public static async Task<byte[]> ReadAsync(string path, CancellationToken cancellation)
    {
        if (path == "-")
        {
            using var buffer = new MemoryStream();
            await using var input = Console.OpenStandardInput();
            // A terminal's own read cannot be called off, but need not be waited for.
            await input.CopyToAsync(buffer, cancellation).WaitAsync(cancellation);
            return buffer.ToArray();
        }

        return File.Exists(path)
            ? await File.ReadAllBytesAsync(path, cancellation)
            : throw new CommandFailedException(ExitCode.Usage, $"There is no file {path}.", "Nothing was sent.");
    }
}
