namespace Exchange.Cli.Parties;

/// <summary>Cards and grants of counterparts, as their exact bytes.</summary>
internal static class CardFile
{
    public static (PartyCard Card, byte[] Bytes) ReadCard(string path) =>
        Read(path, PartyCard.MaximumSize, bytes => PartyCard.Read(bytes), "party card");

    public static (MailboxGrant Grant, byte[] Bytes) ReadGrant(string path) =>
        Read(path, MailboxGrant.MaximumSize, bytes => MailboxGrant.Read(bytes), "mailbox grant");

    /// <summary>The bytes of a card or a grant. A fingerprint of any other file would confirm nothing.</summary>
    /// <exception cref="CommandFailedException">It is neither.</exception>
    public static byte[] ReadEither(string path)
    {
        var bytes = InputFile.Read(path, PartyCard.MaximumSize, "party card or a mailbox grant");
        return PartyCard.Read(bytes).IsValid || MailboxGrant.Read(bytes).IsValid
            ? bytes
            : throw new CommandFailedException(
                ExitCode.Refused,
                $"{path} is neither a party card nor a mailbox grant.",
                "Nothing was changed.",
                "Give the name of a party card or a mailbox grant."
            );
    }

    /// <exception cref="CommandFailedException">It is not confirmed, or the fingerprint is another file's.</exception>
    public static void RequireConfirmation(byte[] bytes, string? spoken, string from)
    {
        var fingerprint = Fingerprint.Of(bytes);
        if (spoken is null)
        {
            throw new CommandFailedException(
                ExitCode.Refused,
                "This file is not confirmed.",
                "Nothing was changed.",
                $"Have an officer of {from} read the fingerprint to you over another channel, compare it with the one below, and "
                    + "repeat the command with --confirm."
            )
            {
                Details = [fingerprint],
            };
        }

        if (!Fingerprint.IsOne(spoken))
        {
            throw new CommandFailedException(
                ExitCode.Usage,
                "The value of --confirm is not a fingerprint: it must have 64 hex digits.",
                "Nothing was changed.",
                "Type or paste it again."
            );
        }

        // The file's own fingerprint is not shown: it must come from the other officer.
        if (!Fingerprint.Matches(bytes, spoken))
        {
            throw new CommandFailedException(
                ExitCode.Refused,
                $"The fingerprint does not match: this is not the file whose fingerprint {from} has read out.",
                "Nothing was changed.",
                $"Do not use this file. Tell {from} over the other channel that a different file arrived, and have it sent again."
            );
        }
    }

    /// <exception cref="CommandFailedException">There are faults.</exception>
    public static void RequireNone(IEnumerable<Fault> faults, string what, string toDo = "Ask the counterpart for a new one.")
    {
        var all = faults.ToList();
        if (all.Count > 0)
        {
            throw new CommandFailedException(ExitCode.Refused, $"The {what} is not valid.", "Nothing was changed.", toDo)
            {
                Details = Lines(all),
            };
        }
    }

    private static (T Value, byte[] Bytes) Read<T>(string path, int maximum, Func<byte[], ReadResult<T>> read, string what)
        where T : class
    {
        var bytes = InputFile.Read(path, maximum, what);
        var result = read(bytes);
        return result.IsValid
            ? (result.Value, bytes)
            : throw new CommandFailedException(
                ExitCode.Refused,
                $"{path} is not a valid {what}.",
                "Nothing was changed.",
                $"Give the name of a {what}, or ask its sender for another."
            )
            {
                Details = Lines(result.Faults),
            };
    }

    private static List<string> Lines(IEnumerable<Fault> faults) =>
        [.. faults.Select(fault => Problem.FaultLine(fault.Pointer, FormattableString.Invariant($"{(int)fault.Code}"), fault.Text))];
}
