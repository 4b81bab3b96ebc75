namespace Exchange.Gateway.Rebuilding;

/// <summary>
/// Copies a stopped gateway's database into another, empty one, completely or not at all. Before the copy is committed, the ledger's
/// root is computed from the copied entries, and must be the one that was signed and that the mark beside the keys names.
/// </summary>
internal sealed class DatabaseCopy(Database from, Database to, LogVerifiers keys, LedgerMark mark, Action<string> say)
{
    /// <exception cref="CopyRefusedException">The target is not empty, or the copy is not the ledger that was signed.</exception>
    public CopiedView Run()
    {
        from.Prepare();
        to.Prepare();
        using var db = to.Open();
        using var source = from.OpenWriter();
        using var target = to.OpenWriter();
        var tables = CopyTable.All(db);
        target.Begin();
        try
        {
            RefuseUnlessEmpty(target, tables);
            var rows = new SortedDictionary<string, long>(StringComparer.Ordinal);
            foreach (var table in tables)
            {
                say($"{table.Name} …");
                rows[table.Name] = table.Copy(source, target);
                if (table.Count(target) != rows[table.Name])
                    throw new CopyRefusedException($"Not all rows of the table {table.Name} were copied.");
            }

            to.CountOn(target, tables.Where(table => table.Counter).Select(table => table.Name));
            say("Computing the ledger's root from the copied entries …");
            var (size, root) = Verify(target);
            to.Analyze(target);
            target.Commit();
            return new(from.Name, to.Name, rows, size, root);
        }
        catch
        {
            target.Rollback();
            throw;
        }
    }

    // The rows that the migrations insert are copied too.
    private static void RefuseUnlessEmpty(SqlSession target, List<CopyTable> tables)
    {
        foreach (var table in tables.Where(table => table.Count(target) > 0))
        {
            if (table.Name is not ("journal" or "logs") || table.Count(target) > 1 || JournalTable.Batch(target) > 0)
                throw new CopyRefusedException($"The target is not empty: the table {table.Name} has rows.");
        }

        foreach (var table in tables.Where(table => table.Name is "journal" or "logs"))
            table.Clear(target);
    }

    private (long Size, string? Root) Verify(SqlSession target)
    {
        var tail = LogTail.Empty;
        foreach (var page in StoredLog.Entries(target).Chunk(TileId.Width))
            tail = tail.Append([.. page.Select(entry => MerkleHash.OfLeaf(entry.Leaf))]).Tail;
        var marked = mark.Read();
        if (tail.Size == 0 && marked is null or (_, 0, _))
            return (0, null);
        if (
            CheckpointTable.Newest(target) is not { } newest
            || CheckpointNote.Verify(newest.Note, keys, NoteSignatures.Verify)?.Checkpoint is not { } signed
        )
        {
            throw new CopyRefusedException("The ledger's newest checkpoint is missing, or is not signed by the keys of our card.");
        }

        if (signed.Size != tail.Size || signed.Root != tail.Root() || StoredLog.FaultOf(target, tail) is not null)
            throw new CopyRefusedException("The entries are not those that were signed.");
        if (
            marked is not var (origin, size, root)
            || origin != signed.Origin
            || size > signed.Size
            || (size == signed.Size && !root.AsSpan().SequenceEqual(signed.Root.ToBytes()))
        )
        {
            throw new CopyRefusedException(
                "The mark beside the keys names another ledger, or a newer one: the database is not the newest."
            );
        }

        return (tail.Size, tail.Root().ToString());
    }
}

/// <summary>The database is not copied.</summary>
internal sealed class CopyRefusedException(string reason)
    : Exception($"{reason} Nothing was copied, and the gateway's own database was not changed.");
