using System.Text;

namespace Exchange.Desk;

/// <summary>
/// A table as CSV (RFC 4180, UTF-8 with a byte order mark) for a spreadsheet. What a spreadsheet would take for a formula is text there,
/// and no character changes the direction or the lines of what follows it.
/// </summary>
internal static class Csv
{
    // With their full-width forms, as spreadsheets take them too.
    private const string Formula = "=+-@\t\r\n\uFF1D\uFF0B\uFF0D\uFF20";
    private const string Overrides = "\u200E\u200F\u061C\u202A\u202B\u202C\u202D\u202E\u2066\u2067\u2068\u2069\u2028\u2029";

    /// <summary>
    /// A file that is written while it is read, so that it may be of any length. If a part of it cannot be had, the connection ends, and
    /// the browser says that the download has failed: a file that looks whole is whole.
    /// </summary>
    public static Table File(string name, IAsyncEnumerable<IEnumerable<string?>> rows) => new(name, rows);

    /// <summary>Each row on a line of its own, each field in quotation marks.</summary>
    public static string Write(IEnumerable<IEnumerable<string?>> rows) =>
        string.Concat(rows.Select(row => string.Join(',', row.Select(field => $"\"{Inert(field ?? "")}\"")) + "\r\n"));

    /// <summary>The answer that writes such a file.</summary>
    internal sealed class Table(string name, IAsyncEnumerable<IEnumerable<string?>> rows) : IActionResult
    {
        public async Task ExecuteResultAsync(ActionContext context)
        {
            var response = context.HttpContext.Response;
            response.ContentType = "text/csv; charset=utf-8";
            response.Headers.ContentDisposition = $"attachment; filename={name}";
            await response.Body.WriteAsync(Encoding.UTF8.GetPreamble(), context.HttpContext.RequestAborted);
            await foreach (var row in rows)
                await response.WriteAsync(Write([row]), context.HttpContext.RequestAborted);
        }
    }

    // An apostrophe in front makes it a text.
    private static string Inert(string field)
    {
        var text = string.Concat(field.Select(letter => char.IsControl(letter) || Overrides.Contains(letter) ? ' ' : letter)).Trim();
        var isFormula = field.Length > 0 && (Formula.Contains(field[0]) || (text.Length > 0 && Formula.Contains(text[0])));
        return (isFormula ? "'" : "") + text.Replace("\"", "\"\"", StringComparison.Ordinal);
    }
}
