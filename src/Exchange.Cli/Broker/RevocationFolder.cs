using Exchange.Protocol.Parties;
using Exchange.Sealing.Certificates;
using Exchange.Sealing.Keys;

namespace Exchange.Cli.Broker;

/// <summary>
/// The folder where the mailbox broker reads its owner's revocation lists at every login: what is written there holds at
/// once. Without a fresh list nobody logs in. Nothing in it is secret.
/// </summary>
internal static class RevocationFolder
{
    /// <summary>Makes it hold the lists of a card and no others.</summary>
    /// <exception cref="CommandFailedException">The folder cannot be written, so that the broker goes on with the lists that it has.</exception>
    public static void Write(string folder, PartyCard owner)
    {
        try
        {
            Directory.CreateDirectory(folder);
            // A folder that others may enter is for a broker with a user of its own.
            var mode = (File.GetUnixFileMode(folder) & (UnixFileMode.GroupExecute | UnixFileMode.OtherExecute)) == 0 ? UnixFileMode.UserRead | UnixFileMode.UserWrite : BrokerFolder.Readable;
            var files = owner.RevocationFiles();
            foreach (var (name, pem) in files)
                OwnFile.Write(Path.Combine(folder, name), pem, mode);
            foreach (var other in Directory.EnumerateFiles(folder, "????????.r*").Where(file => !files.ContainsKey(Path.GetFileName(file))))
                File.Delete(other);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or ArgumentException)
        {
            throw new CommandFailedException(
                ExitCode.Failed, $"The broker's revocation lists in {folder} could not be written: {exception.Message}", $"The list itself is in the card of {owner.Party}; the broker goes on with the former one.",
                "Let this user write to that folder (Mailbox:RevocationFolder in gateway.json), and repeat the command.");
        }
    }
}
