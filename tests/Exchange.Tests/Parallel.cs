// Fixtures run beside each other, the tests of one after each other: what a fixture keeps in its fields is its own.
[assembly: Parallelizable(ParallelScope.Fixtures)]
