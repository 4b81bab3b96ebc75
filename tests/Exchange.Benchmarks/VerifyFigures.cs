using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using Exchange.Cli;
using Exchange.Cli.Ledger;
using Exchange.Ledger.Merkle;
using Exchange.Ledger.Notes;
using Exchange.Ledger.Witness;
using Exchange.Protocol;
using Exchange.Protocol.Parties;
using Exchange.Sealing;
using Exchange.Sealing.Keys;

namespace Exchange.Benchmarks;

/// <summary>What it takes to verify an export offline, and what the single proofs and signatures of a log cost.</summary>
internal static class VerifyFigures
{
    private const int Turns = 1000;

    /// <summary>Makes an export, has it verified by a process of its own, and measures the rest here; one JSON line.</summary>
    public static async Task<string> RunAsync(long entries)
    {
        var folder = Directory.CreateTempSubdirectory("exchange-verify-").FullName;
        try
        {
            using var own = new BenchParty(folder, "BGD");
            using var witness = new BenchParty(folder, "MYS");
            var export = Path.Combine(folder, "export");
            SyntheticExport.Write(export, entries, own, witness);
            var verified = JsonDocument.Parse(await RunSelfAsync("verify-export", export)).RootElement;
            var seconds = verified.GetProperty("seconds").GetDouble();
            var (hashes, prove, verify) = Inclusion(LogFolder.Open(export));
            return JsonSerializer.Serialize(
                new
                {
                    entries,
                    seconds,
                    peakMegabytes = verified.GetProperty("peakMegabytes").GetDouble(),
                    entriesPerSecond = Math.Round(entries / seconds),
                    ed25519PerSecond = Signatures(own.Log.Ed25519),
                    mlDsa44PerSecond = Signatures(own.Log.MlDsa44),
                    cmsPerSecond = Cms(),
                    inclusionHashes = hashes,
                    inclusionProveMicroseconds = prove,
                    inclusionVerifyMicroseconds = verify,
                    witnessCpuMilliseconds = Witness(own, witness),
                }
            );
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    /// <summary>Verifies one export; what this process had in memory at most is told with it.</summary>
    public static string VerifyExport(string folder)
    {
        var watch = Stopwatch.StartNew();
        var verdict = new LogFolderCheck(LogFolder.Open(folder), WorkProgress.None).CheckAll(TimeProvider.System.GetUtcNow());
        var seconds = watch.Elapsed.TotalSeconds;
        if (!verdict.Holds)
            throw new InvalidOperationException(verdict.Faults[0]);
        return JsonSerializer.Serialize(new { seconds = Math.Round(seconds, 2), peakMegabytes = PeakMegabytes() });
    }

    internal static double PeakMegabytes()
    {
        var peak = File.ReadLines("/proc/self/status")
            .Single(line => line.StartsWith("VmHWM:", StringComparison.Ordinal))
            .Split(' ', StringSplitOptions.RemoveEmptyEntries)[^2];
        return Math.Round(double.Parse(peak, CultureInfo.InvariantCulture) / 1024);
    }

    internal static async Task<string> RunSelfAsync(params string[] arguments)
    {
        using var process = Process.Start(
            new ProcessStartInfo("dotnet", ["exec", typeof(VerifyFigures).Assembly.Location, .. arguments])
            {
                RedirectStandardOutput = true,
            }
        )!;
        var output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        return process.ExitCode == 0 ? output : throw new InvalidOperationException($"{arguments[0]} has failed.");
    }

    // Tiles are read from the export's files, as a gateway reads them from its database.
    private static (int Hashes, double Prove, double Verify) Inclusion(LogFolder export)
    {
        var (tail, root) = (export.Tail(), export.Checkpoint.Checkpoint.Root);
        var proofs = new List<(long Index, IReadOnlyList<MerkleHash> Proof)>();
        var prove = Microseconds(turn =>
        {
            var index = turn * 7919L % export.Size;
            proofs.Add((index, InclusionProof.Prove(index, export.Size, tail, export.ReadTile)));
        });
        var verify = Microseconds(turn =>
        {
            var (index, proof) = proofs[turn];
            var leaf = MerkleHash.FromBytes(
                export.TileBytes(new(0, index / TileId.Width)).AsSpan((int)(index % TileId.Width) * MerkleHash.Size, MerkleHash.Size)
            );
            if (!InclusionProof.Verify(index, export.Size, leaf, proof, root))
                throw new InvalidOperationException("A proof does not hold.");
        });
        return (proofs.Max(proof => proof.Proof.Count), prove, verify);
    }

    private static double Signatures(NoteSigner signer)
    {
        var message = new byte[200];
        var signature = signer.Sign(message);
        return PerSecond(() => NoteSignatures.Verify(signer.Key.Algorithm, signer.Key.PublicKey.Span, message, signature));
    }

    private static double Cms()
    {
        using var pair = new SealingPair();
        var signed = pair.Seal().Signature;
        return PerSecond(() => SignedMessage.TryOpenDetached(signed.Detached, signed.Content, out _, out _));
    }

    // A head with its two signatures and its proof is judged and cosigned.
    private static double Witness(BenchParty own, BenchParty witness)
    {
        var old = Tail(1_000_000);
        var tail = old.Append([MerkleHash.OfEmpty]).Tail;
        var (held, head) = (
            new HeldCheckpoint(old.Size, old.Root(), TimeProvider.System.Now()),
            new Checkpoint(own.Card.Log.Origin, tail.Size, tail.Root())
        );
        var note = CheckpointNote.Sign(head, TimeProvider.System.Now(), own.Log);
        var proof = ConsistencyProof.Prove(old.Size, tail.Size, tail, _ => throw new InvalidOperationException());
        var keys = LogVerifiers.Read(own.Card.Log);
        var before = ProcessorTime.OfThisProcess();
        for (var turn = 0; turn < Turns; turn++)
        {
            var verified = CheckpointNote.Verify(note, keys, NoteSignatures.Verify)!;
            var judged = CheckpointJudgement.Judge(
                held,
                _ => null,
                new(new(verified.Checkpoint.Size, verified.Checkpoint.Root, verified.SignedAt.AddSeconds(1)), old.Size, proof)
            );
            if (judged is not CheckpointVerdict.Newest)
                throw new InvalidOperationException("The head was not taken.");
            Cosignature.Sign(verified.Checkpoint, TimeProvider.System.Now(), witness.Witness);
        }

        return Math.Round((ProcessorTime.OfThisProcess() - before).TotalMilliseconds / Turns, 3);
    }

    private static LogTail Tail(int size) => LogTail.Empty.Append([.. Enumerable.Repeat(MerkleHash.OfEmpty, size)]).Tail;

    private static double Microseconds(Action<int> turn)
    {
        var watch = Stopwatch.StartNew();
        for (var count = 0; count < Turns; count++)
            turn(count);
        return Math.Round(watch.Elapsed.TotalMicroseconds / Turns, 1);
    }

    private static double PerSecond(Func<bool> verify)
    {
        for (var turn = 0; turn < Turns / 10; turn++)
            verify();
        var watch = Stopwatch.StartNew();
        for (var turn = 0; turn < Turns; turn++)
        {
            if (!verify())
                throw new InvalidOperationException("A signature does not hold.");
        }

        return Math.Round(Turns / watch.Elapsed.TotalSeconds);
    }
}
