using System.Diagnostics.CodeAnalysis;

namespace Exchange.Protocol.Reading;

/// <summary>What strict reading gives: the value, or every fault that was found, in the document's order.</summary>
public sealed class ReadResult<T> where T : class
{
    private ReadResult(T? value, IReadOnlyList<Fault> faults) => (Value, Faults) = (faults.Count == 0 ? value : null, faults);

    public T? Value { get; }

    public IReadOnlyList<Fault> Faults { get; }

    [MemberNotNullWhen(true, nameof(Value))]
    public bool IsValid => Value is not null;

    /// <summary>The value.</summary>
    /// <exception cref="FormatException">There are faults; the text names the first.</exception>
    public T OrThrow() => Value ?? throw new FormatException($"{Faults[0].Pointer}: {Faults[0].Text}");

    /// <summary>A value that was read without a fault.</summary>
    public static ReadResult<T> Valid(T value) => new(value, []);

    internal static ReadResult<T> Of(T? value, IReadOnlyList<Fault> faults) => new(value, faults);
}
