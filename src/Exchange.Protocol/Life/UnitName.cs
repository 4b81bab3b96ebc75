using System.Text.RegularExpressions;

namespace Exchange.Protocol.Life;

/// <summary>The name of a unit within a party, such as <c>CID</c> or <c>dhaka-2</c>: 1 to 32 letters, digits, dots and hyphens.</summary>
public static partial class UnitName
{
    public const string FormText = "1 to 32 letters, digits, '.' and '-', beginning with a letter or a digit";

    public static bool IsValid(string text) => Form().IsMatch(text);

    [GeneratedRegex(@"^[A-Za-z0-9][A-Za-z0-9.-]{0,31}\z")]
    private static partial Regex Form();
}
