using Exchange.Protocol.Parties;
using Exchange.Sealing.Certificates;
using Exchange.Sealing.Keys;

namespace Exchange.Cli.Broker;

/// <summary>
/// The folder where the mailbox broker reads its owner's revocation lists at every login: changes apply at
/// once. Without a fresh list nobody can log in. Nothing in it is secret.
/// </summary>
internal static class RevocationFolder
{
    /// <summary>Writes the lists of a card, and deletes others.</summary>
    /// <exception cref="CommandFailedException">The folder cannot be written; the broker then uses the lists that it has.</exception>
    public static void Write(string folder, PartyCard owner)
    {
        try
        {
            Directory.CreateDirectory(folder);
            // A folder that others may enter is for a broker that runs as another user.
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
                ExitCode.Failed, $"The broker's revocation lists in {folder} could not be written: {exception.Message}", $"The list itself is in the card of {owner.Party}; the broker uses the former one.",
                "Let this user write to that folder (Mailbox:RevocationFolder in gateway.json), and repeat the command.");
        }
    }
}
