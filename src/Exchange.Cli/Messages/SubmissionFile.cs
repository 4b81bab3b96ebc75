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
            : throw new CommandFailedException(
                // Who gives the content itself instead of a file's name must not find it in an error.
                ExitCode.Usage, "There is no file of the name that was given as FILE.json.", "Nothing was sent.",
                path.StartsWith('@') ? "Give the name without '@'." : "Give the name of a file, or - for the standard input.");
    }
}
