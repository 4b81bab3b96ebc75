namespace Exchange.Desk.Pages;

/// <summary>A filter that is set, and the address of the list without it.</summary>
/// <param name="Name">What it filters by, in the reader's language.</param>
/// <param name="Value">What is chosen, in the reader's language.</param>
internal sealed record SelectedFilter(string Name, string Value, string Without)
{
    /// <param name="request">For the list.</param>
    /// <param name="name">As above.</param>
    /// <param name="member">Of the address.</param>
    /// <param name="wordsOf">What is chosen, in words.</param>
    /// <returns>Null if the filter is not set.</returns>
    public static SelectedFilter? Of(HttpRequest request, string name, string member, Func<string, string> wordsOf)
    {
        if (request.Query[member] is not [{ } value] || value.Trim().Length == 0)
            return null;
        var others = request.Query.Where(pair => pair.Key != member && pair.Key != "at" && pair.Key != "handler");
        return new(name, wordsOf(value.Trim()), $"{request.Path}{QueryString.Create(others)}");
    }
}
