using Exchange.Protocol.Api;

namespace Exchange.Cli.Messages;

/// <summary>The file that an officer submits; <c>-</c> is the standard input.</summary>
internal static class SubmissionFile
{
    /// <exception cref="CommandFailedException">It does not exist, or is larger than a submission may be.</exception>
    public static async Task<byte[]> ReadAsync(string path, CancellationToken cancellation)
    {
        if (path != "-" && !File.Exists(path))
        {
            throw new CommandFailedException(
                // Who gives the content itself instead of a file's name must not find it in an error.
                ExitCode.Usage, "The file that was given as FILE.json does not exist.", "Nothing was sent.",
                path.StartsWith('@') ? "Give the name without '@'." : "Give the name of a file, or - for the standard input.");
        }

        await using var input = path == "-" ? Console.OpenStandardInput() : File.OpenRead(path);
        var bytes = new byte[Submission.MaximumSize + 1];
        // A terminal's own read cannot be called off, but need not be waited for.
        var size = await input.ReadAtLeastAsync(bytes, bytes.Length, throwOnEndOfStream: false, cancellation).AsTask().WaitAsync(cancellation);
        return size < bytes.Length ? bytes[..size] : throw new CommandFailedException(
            ExitCode.Refused, FormattableString.Invariant($"The submission is larger than {Submission.MaximumSize} bytes, the limit."), "Nothing was sent.", "Shorten it, or send several requests.");
    }
}
