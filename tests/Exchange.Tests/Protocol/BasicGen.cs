using CsCheck;

namespace Exchange.Tests.Protocol;

/// <summary>Random values that messages are made of.</summary>
internal static class BasicGen
{
    private const string Characters = "aZ09 .,'\"\\/<>&+\n\t\u007E\u00E9\u0130\u0986\u09A8\u200D\uFEFF\uFFFD";

    private static readonly Gen<string> Piece = Gen.Frequency(
        (9, Gen.Char[Characters].Select(character => character.ToString())),
        (1, Gen.Const("😀"))
    );

    // Messages are issued between 2027 and 2096: what is over lies before, what is to come after.
    public static Gen<DateTimeOffset> Times { get; } =
        Gen.Long[1_800_000_000_000, 4_000_000_000_000].Select(DateTimeOffset.FromUnixTimeMilliseconds);

    public static Gen<DateTimeOffset> PastTimes { get; } = Gen.Long[0, 1_799_999_999_999].Select(DateTimeOffset.FromUnixTimeMilliseconds);

    public static Gen<DateTimeOffset> LaterTimes { get; } =
        Gen.Long[4_000_000_000_001, 9_000_000_000_000].Select(DateTimeOffset.FromUnixTimeMilliseconds);

    public static Gen<DateOnly> Dates { get; } = Gen.Int[0, 739_000].Select(DateOnly.FromDayNumber);

    public static Gen<DateOnly> LaterDates { get; } = Gen.Int[766_000, 3_000_000].Select(DateOnly.FromDayNumber);

    public static Gen<string> Line(int maximum) => Text(maximum).Select(text => text.Replace('\n', '-').Replace('\t', '-').TrimEnd());

    // Few are as long as they may be.
    public static Gen<string> Text(int maximum) =>
        Gen.Frequency(
            (20, Piece.Array[0, Math.Min(maximum / 2, 20) - 1].Select(pieces => "x" + string.Concat(pieces))),
            (1, Gen.Const(new string('আ', maximum)))
        );

    public static Gen<T?> Maybe<T>(Gen<T> values)
        where T : class => Gen.Null(values, 0.3);

    public static Gen<T?> MaybeValue<T>(Gen<T> values)
        where T : struct => Gen.Nullable(values, 0.3);

    public static Gen<IReadOnlyList<T>> List<T>(Gen<T> items, int minimum, int maximum) =>
        items.Array[minimum, maximum].Select(IReadOnlyList<T> (array) => array);

    /// <summary>At least one, each once.</summary>
    public static Gen<IReadOnlyList<string>> Different(Gen<string> items, int maximum) =>
        items.Array[1, maximum].Select(IReadOnlyList<string> (array) => [.. array.Distinct()]);

    /// <summary>Codes, each once; or none.</summary>
    public static Gen<IReadOnlyList<T>?> Codes<T>()
        where T : struct, Enum => Maybe(Gen.Enum<T>().Array[1, 4].Select(IReadOnlyList<T> (codes) => [.. codes.Distinct()]));
}
