using System.Numerics;
using Exchange.Ledger.Merkle;

namespace Exchange.Tests.Ledger;

[TestFixture]
internal sealed class MerkleTests
{
    private const int Most = 300;

    private static readonly byte[][] Entries = [.. Enumerable.Range(0, Most).Select(TestLog.Entry)];
    private static readonly ReferenceTree Reference = new(Entries);

    [Test]
    public void Roots_of_sizes_0_to_300_are_those_of_the_definition([Values(1, 7, 256, 300)] int batch)
    {
        for (var size = 0; size <= Most; size++)
            TestLog.Of(size, batch).Tail.Root().ToBytes().ShouldBe(Reference.Root(size), $"size {size}");
    }

    [Test]
    public void The_root_at_an_earlier_size_is_the_one_that_it_had()
    {
        var log = TestLog.Of(Most, 100);
        for (var size = 0; size <= Most; size++)
            TreeRoot.At(size, log.Tail, log.ReadTile).ToBytes().ShouldBe(Reference.Root(size), $"size {size}");
    }

    [Test]
    public void Inclusion_proofs_of_all_small_sizes_are_those_of_the_definition_and_hold()
    {
        var log = TestLog.Of(Most);
        foreach (var size in Enumerable.Range(1, 70).Concat([127, 128, 129, 255, 256, 257, 299, 300]))
        {
            var root = log.Root(size);
            for (var index = 0; index < size; index++)
            {
                var proof = InclusionProof.Prove(index, size, log.Tail, log.ReadTile);
                Text(proof.Select(hash => hash.ToBytes())).ShouldBe(Text(Reference.Path(index, size)), $"{index} of {size}");
                InclusionProof.Verify(index, size, MerkleHash.OfLeaf(Entries[index]), proof, root).ShouldBeTrue($"{index} of {size}");
            }
        }
    }

    [Test]
    public void Consistency_proofs_of_all_small_sizes_are_those_of_the_definition_and_hold()
    {
        var log = TestLog.Of(Most);
        foreach (var to in Enumerable.Range(1, 70).Concat([127, 128, 129, 255, 256, 257, 299, 300]))
        {
            for (var from = 1; from <= to; from++)
            {
                var proof = ConsistencyProof.Prove(from, to, log.Tail, log.ReadTile);
                Text(proof.Select(hash => hash.ToBytes())).ShouldBe(Text(Reference.Proof(from, to)), $"{from} to {to}");
                Verify(log, from, to, proof).ShouldBeTrue($"{from} to {to}");
            }
        }
    }

    [Test]
    public void Proofs_of_every_size_from_1_to_300_are_those_of_the_definition_and_hold()
    {
        var log = TestLog.Of(Most);
        for (var size = 1; size <= Most; size++)
        {
            var root = log.Root(size);
            // Both ends, both sides of the highest split, and three places that change with the size.
            var split = 1 << BitOperations.Log2((uint)size);
            int[] indexes = [0, size - 1, split - 1, split, size / 2, size / 3, size * 7 / 11];
            foreach (var index in indexes.Where(index => index < size).Distinct())
            {
                var proof = InclusionProof.Prove(index, size, log.Tail, log.ReadTile);
                Text(proof.Select(hash => hash.ToBytes())).ShouldBe(Text(Reference.Path(index, size)), $"{index} of {size}");
                InclusionProof.Verify(index, size, MerkleHash.OfLeaf(Entries[index]), proof, root).ShouldBeTrue($"{index} of {size}");
                var consistency = ConsistencyProof.Prove(index + 1, size, log.Tail, log.ReadTile);
                Text(consistency.Select(hash => hash.ToBytes())).ShouldBe(Text(Reference.Proof(index + 1, size)), $"{index + 1} to {size}");
                Verify(log, index + 1, size, consistency).ShouldBeTrue($"{index + 1} to {size}");
            }
        }
    }

    [Test]
    public void An_inclusion_proof_holds_for_no_other_index_size_or_leaf_and_in_no_other_length()
    {
        const int size = 37;
        var log = TestLog.Of(size);
        var root = log.Tail.Root();
        for (var index = 0; index < size; index++)
        {
            var leaf = MerkleHash.OfLeaf(Entries[index]);
            var proof = InclusionProof.Prove(index, size, log.Tail, log.ReadTile);
            for (var other = -1; other <= size; other++)
                InclusionProof.Verify(other, size, leaf, proof, root).ShouldBe(other == index);
            InclusionProof.Verify(index, size, MerkleHash.OfLeaf(Entries[index + 1]), proof, root).ShouldBeFalse();
            InclusionProof.Verify(index, size, leaf, [.. proof.Skip(1)], root).ShouldBeFalse();
            InclusionProof.Verify(index, size, leaf, [.. proof, proof[0]], root).ShouldBeFalse();
            InclusionProof.Verify(index, 0, leaf, proof, root).ShouldBeFalse();
        }
    }

    [Test]
    public void An_inner_node_is_no_leaf()
    {
        var log = TestLog.Of(4);
        var inner = MerkleHash.OfChildren(MerkleHash.OfLeaf(Entries[0]), MerkleHash.OfLeaf(Entries[1]));
        var proof = InclusionProof.Prove(0, 4, log.Tail, log.ReadTile);
        InclusionProof.Verify(0, 4, inner, [.. proof.Skip(1)], log.Tail.Root()).ShouldBeFalse();
        InclusionProof
            .Verify(0, 2, inner, [.. proof.Skip(1)], log.Tail.Root())
            .ShouldBeTrue("a root says nothing of its size; the checkpoint does");
    }

    [Test]
    public void A_consistency_proof_holds_for_no_other_sizes_or_roots_and_in_no_other_length()
    {
        const int to = 41;
        var log = TestLog.Of(to);
        for (var from = 1; from < to; from++)
        {
            var proof = ConsistencyProof.Prove(from, to, log.Tail, log.ReadTile);
            Verify(log, from, to, [.. proof.Skip(1)]).ShouldBeFalse();
            Verify(log, from, to, [.. proof, proof[0]]).ShouldBeFalse();
            Verify(log, from, to - 1, proof).ShouldBeFalse($"{from} to {to - 1}");
            var root = TreeRoot.At(from, log.Tail, log.ReadTile);
            ConsistencyProof.Verify(from, MerkleHash.OfEmpty, to, log.Tail.Root(), proof).ShouldBeFalse();
            ConsistencyProof.Verify(from, root, to, root, proof).ShouldBeFalse();
            ConsistencyProof.Verify(0, MerkleHash.OfEmpty, to, log.Tail.Root(), []).ShouldBeFalse();
        }
    }

    [Test]
    public void A_large_log_gives_the_same_roots_and_proofs_after_it_is_loaded_again()
    {
        var random = new Random(1);
        var log = TestLog.Of(140_003, 977);
        var tail = log.Reload();
        tail.Root().ShouldBe(log.Tail.Root());
        for (var turn = 0; turn < 200; turn++)
        {
            var size = random.Next(1, 140_004);
            var (index, from) = (random.Next(size), random.Next(1, size + 1));
            var proof = InclusionProof.Prove(index, size, tail, log.ReadTile);
            var root = TreeRoot.At(size, tail, log.ReadTile);
            InclusionProof.Verify(index, size, MerkleHash.OfLeaf(TestLog.Entry(index)), proof, root).ShouldBeTrue($"{index} of {size}");
            Verify(log, from, size, ConsistencyProof.Prove(from, size, tail, log.ReadTile)).ShouldBeTrue($"{from} to {size}");
        }
    }

    [Test]
    public void Large_random_sizes_have_the_roots_and_proofs_of_the_definition()
    {
        const int most = 20_000;
        var random = new Random(2);
        var log = TestLog.Of(most, 1_234);
        var reference = new ReferenceTree([.. Enumerable.Range(0, most).Select(TestLog.Entry)]);
        for (var turn = 0; turn < 8; turn++)
        {
            var size = random.Next(Most, most + 1);
            var (index, from) = (random.Next(size), random.Next(1, size));
            TreeRoot.At(size, log.Tail, log.ReadTile).ToBytes().ShouldBe(reference.Root(size), $"size {size}");
            InclusionProof
                .Prove(index, size, log.Tail, log.ReadTile)
                .Select(hash => hash.ToBytes())
                .ShouldBe(reference.Path(index, size), $"{index} of {size}");
            ConsistencyProof
                .Prove(from, size, log.Tail, log.ReadTile)
                .Select(hash => hash.ToBytes())
                .ShouldBe(reference.Proof(from, size), $"{from} to {size}");
        }
    }

    [Test]
    public void Tiles_of_a_large_log_span_three_levels()
    {
        var log = TestLog.Of((256 * 256) + 256 + 3, 1000);
        log.TileCount.ShouldBe(257 + 1);
        log.Reload().Root().ToBytes().ShouldBe(log.Tail.Root().ToBytes());
    }

    // Compared as one text, for there are many.
    private static string Text(IEnumerable<byte[]> hashes) => string.Join(' ', hashes.Select(Convert.ToHexString));

    private static bool Verify(TestLog log, int from, int to, IReadOnlyList<MerkleHash> proof) =>
        ConsistencyProof.Verify(from, log.Root(from), to, log.Root(to), proof);
}
