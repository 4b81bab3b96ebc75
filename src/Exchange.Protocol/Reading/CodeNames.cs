using System.Collections.Frozen;
using System.Reflection;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Exchange.Protocol.Reading;

/// <summary>The codes of an enumeration are those of a standard, and are written as its members are.</summary>
[AttributeUsage(AttributeTargets.Enum)]
internal sealed class StandardCodesAttribute : Attribute;

/// <summary>
/// The text forms of an enumeration's values: lower case with hyphens (<c>NoHit</c> is <c>no-hit</c>), or what
/// <see cref="JsonStringEnumMemberNameAttribute"/> says if a standard defines another form.
/// </summary>
public static class CodeNames<T>
    where T : struct, Enum
{
    private static readonly FrozenDictionary<T, string> Names = Enum.GetValues<T>()
        .ToFrozenDictionary(value => value, value => NameOf(value.ToString()));

    private static readonly FrozenDictionary<string, T> Values = Names.ToFrozenDictionary(
        pair => pair.Value,
        pair => pair.Key,
        StringComparer.Ordinal
    );

    /// <summary>All names, for error messages.</summary>
    public static string All { get; } = string.Join(", ", Enum.GetValues<T>().Select(Write));

    public static bool TryParse(string text, out T code) => Values.TryGetValue(text, out code);

    public static string Write(T code) => Names[code];

    private static string NameOf(string member) =>
        typeof(T).IsDefined(typeof(StandardCodesAttribute), inherit: false)
            ? member
            : typeof(T).GetField(member)!.GetCustomAttribute<JsonStringEnumMemberNameAttribute>()?.Name
                ?? JsonNamingPolicy.KebabCaseLower.ConvertName(member);
}
