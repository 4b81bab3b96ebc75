using Exchange.Cli.Gateway;
using Exchange.Protocol.Parties;
using Exchange.Protocol.Reading;

namespace Exchange.Cli.Parties;

/// <summary>A card or grant that came from a counterpart, as its exact bytes.</summary>
internal static class CardFile
{
    public static (PartyCard Card, byte[] Bytes) ReadCard(string path) => Read(path, PartyCard.MaximumSize, bytes => PartyCard.Read(bytes), "party card");

    public static (MailboxGrant Grant, byte[] Bytes) ReadGrant(string path) => Read(path, MailboxGrant.MaximumSize, bytes => MailboxGrant.Read(bytes), "mailbox grant");

    /// <summary>The bytes of a card or a grant; of anything else a fingerprint would confirm what no officer has made.</summary>
    /// <exception cref="CommandFailedException">It is neither.</exception>
    public static byte[] ReadEither(string path)
    {
        var bytes = InputFile.Read(path, PartyCard.MaximumSize, "party card or a mailbox grant");
        return PartyCard.Read(bytes).IsValid || MailboxGrant.Read(bytes).IsValid ? bytes : throw new CommandFailedException(
            ExitCode.Refused, $"{path} is neither a party card nor a mailbox grant.", "Nothing was changed.", "Give the name of a party card or a mailbox grant.");
    }

    /// <exception cref="CommandFailedException">Nobody confirmed it, or it is another file.</exception>
    public static void RequireConfirmation(byte[] bytes, string? spoken, string from)
    {
        var fingerprint = Fingerprint.Of(bytes);
        if (spoken is null)
        {
            throw new CommandFailedException(
                ExitCode.Refused, "Nobody has confirmed this file yet.", "Nothing was changed.",
                $"Have an officer of {from} read its fingerprint to you over another channel, compare it with the one below, and repeat with --confirm.")
            {
                Details = [fingerprint],
            };
        }

        if (!Fingerprint.IsOne(spoken))
            throw new CommandFailedException(ExitCode.Usage, "What was given with --confirm is no fingerprint: it does not have 64 hex digits.", "Nothing was changed.", "Type or paste it again.");
        // What the file's own is, is not told: it must come from the other officer, and not from here.
        if (!Fingerprint.Matches(bytes, spoken))
        {
            throw new CommandFailedException(
                ExitCode.Refused, $"The fingerprint that was given is not this file's: this is not the file that {from} has read it from.", "Nothing was changed.",
                $"Do not take this file. Tell {from} over the other channel that another one came, and have it sent again.");
        }
    }

    /// <exception cref="CommandFailedException">There are faults.</exception>
    public static void RequireNone(IEnumerable<Fault> faults, string what, string toDo = "Ask the counterpart for a new one.")
    {
        var all = faults.ToList();
        if (all.Count > 0)
        {
            throw new CommandFailedException(ExitCode.Refused, $"The {what} cannot be taken.", "Nothing was changed.", toDo)
            {
                Details = [.. all.Select(fault => Problem.FaultLine(fault.Pointer, FormattableString.Invariant($"{(int)fault.Code}"), fault.Text))],
            };
        }
    }

    private static (T Value, byte[] Bytes) Read<T>(string path, int maximum, Func<byte[], ReadResult<T>> read, string what) where T : class
    {
        var bytes = InputFile.Read(path, maximum, what);
        var result = read(bytes);
        return result.IsValid ? (result.Value, bytes) : throw new CommandFailedException(ExitCode.Refused, $"{path} is not a valid {what}.", "Nothing was changed.", $"Give the name of a {what}, or ask whoever made it for another.")
        {
            Details = [.. result.Faults.Select(fault => Problem.FaultLine(fault.Pointer, FormattableString.Invariant($"{(int)fault.Code}"), fault.Text))],
        };
    }
}
