using System.Diagnostics.CodeAnalysis;

namespace Exchange.Protocol.Reading;

/// <summary>What strict reading gives: the value with what its writer is warned of, or every fault that was found, in the order of reading.</summary>
public sealed class ReadResult<T> where T : class
{
    private ReadResult(T? value, IReadOnlyList<Fault> found)
    {
        Faults = found.Count == 0 ? [] : [.. found.Where(fault => !fault.IsWarning)];
        Warnings = found.Count == Faults.Count ? [] : [.. found.Where(fault => fault.IsWarning)];
        Value = Faults.Count == 0 ? value : null;
    }

    public T? Value { get; }

    public IReadOnlyList<Fault> Faults { get; }

    /// <summary>What is often wrong, and may be the point: it is shown to the writer, and travels all the same.</summary>
    public IReadOnlyList<Fault> Warnings { get; }

    [MemberNotNullWhen(true, nameof(Value))]
    public bool IsValid => Value is not null;

    /// <summary>The value.</summary>
    /// <exception cref="FormatException">There are faults; the text names the first.</exception>
    public T OrThrow() => Value ?? throw new FormatException($"{Faults[0].Pointer}: {Faults[0].Text}");

    /// <summary>A value that was read without a fault.</summary>
    public static ReadResult<T> Valid(T value) => new(value, []);

    internal static ReadResult<T> Of(T? value, IReadOnlyList<Fault> found) => new(value, found);
}
