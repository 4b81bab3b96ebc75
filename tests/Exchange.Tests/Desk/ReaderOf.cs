using System.Globalization;

namespace Exchange.Tests.Desk;

/// <summary>What the desk says to a reader of one language.</summary>
internal static class ReaderOf
{
    public static T Language<T>(string language, Func<T> say)
    {
        var before = CultureInfo.CurrentUICulture;
        CultureInfo.CurrentUICulture = new(language);
        try
        {
            return say();
        }
        finally
        {
            CultureInfo.CurrentUICulture = before;
        }
    }
}
