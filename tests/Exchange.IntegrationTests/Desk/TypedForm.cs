using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Microsoft.Playwright;

namespace Exchange.IntegrationTests.Desk;

/// <summary>
/// A message that is typed into its form, as the schema of its kind laid it out: each value into the field that has its pointer for a name,
/// each item of a list after <em>add another</em>. By keyboard alone: what has the focus is typed in, ticked or pressed.
/// </summary>
internal sealed partial class TypedForm(IPage page, JsonObject message)
{
    // What a browser would send now, but for what the form sends of itself.
    private const string Fields = """
        form => [...new FormData(form)].filter(([name, value]) => name.startsWith("/") && value !== "")
            .map(([name, value]) => name + " = " + value.replaceAll("\r\n", "\n"))
        """;

    private bool _hasAdded;

    public async Task TypeAsync()
    {
        await AddAllAsync(message, "");
        // What an entity is called is known to others when it is saved.
        await TypeAllAsync(message, "", where => where.EndsWith("/id", StringComparison.Ordinal));
        if (_hasAdded)
            await PressAsync("save");
        await TypeAllAsync(message, "", where => !where.EndsWith("/id", StringComparison.Ordinal));
    }

    /// <summary>Presses a button of the form, by what it does.</summary>
    public async Task PressAsync(string act)
    {
        var button = page.Locator($"button[value='{act}']");
        await UnfoldAsync(button);
        // While the form saves itself, the button waits for that, and its page comes later.
        var loaded = new TaskCompletionSource();
        page.Load += Loaded;
        await button.PressAsync("Enter");
        await loaded.Task.WaitAsync(TimeSpan.FromSeconds(10));
        page.Load -= Loaded;

        void Loaded(object? sender, IPage which) => loaded.TrySetResult();
    }

    /// <summary>All that stands in it, each value with its field.</summary>
    public Task<string[]> ValuesAsync() => page.Locator("#form").EvaluateAsync<string[]>(Fields);

    private async Task AddAllAsync(JsonNode? value, string pointer)
    {
        if (value is JsonObject members)
        {
            foreach (var (name, member) in members)
                await AddAllAsync(member, $"{pointer}/{name}");
        }
        else if (value is JsonArray items && items.All(item => item is JsonObject))
        {
            // What is there already, such as an answer to each question, is used, and what is too much taken out.
            var have = await page.Locator($"input[type=hidden][name='{pointer}']").CountAsync();
            for (; have > items.Count; have--)
                await PressAsync($"remove {pointer}/{Index(have - 1)}");
            foreach (var item in items.Skip(have))
                await AddAsync(pointer, (string?)item!["type"]);
            foreach (var (index, item) in items.Index())
                await AddAllAsync(item, $"{pointer}/{Index(index)}");
        }
    }

    private async Task AddAsync(string pointer, string? type)
    {
        var choice = page.Locator($"select[name='type {pointer}']");
        if (await choice.CountAsync() > 0)
        {
            await UnfoldAsync(choice);
            await choice.SelectOptionAsync(type!);
        }

        await PressAsync($"add {pointer}");
        _hasAdded = true;
    }

    private async Task TypeAllAsync(JsonNode? value, string pointer, Func<string, bool> isNow)
    {
        var field = page.Locator($"[name='{pointer}']:not([type=hidden])");
        if (value is JsonObject members)
        {
            foreach (var (name, member) in members)
                await TypeAllAsync(member, $"{pointer}/{name}", isNow);
        }
        else if (value is JsonArray items && await field.CountAsync() == 0)
        {
            foreach (var (index, item) in items.Index())
                await TypeAllAsync(item, $"{pointer}/{Index(index)}", isNow);
        }
        else if (isNow(pointer) && await field.CountAsync() > 0)
        {
            await TypeAsync(field, value is JsonArray texts ? [.. texts.Select(text => text!.ToString())] : [Text(value!)]);
        }
    }

    private async Task TypeAsync(ILocator field, IReadOnlyList<string> texts)
    {
        await UnfoldAsync(field.First);
        switch (await field.First.EvaluateAsync<string>("field => field.type"))
        {
            case "radio" or "checkbox":
                foreach (var text in texts)
                {
                    var choice = field.And(page.Locator($"[value='{text}']"));
                    if (!await choice.IsCheckedAsync())
                        await choice.PressAsync("Space");
                }

                break;
            case "select-one":
                await field.SelectOptionAsync(texts[0]);
                break;
            default:
                await field.FocusAsync();
                await page.Keyboard.PressAsync("Control+A");
                await page.Keyboard.InsertTextAsync(string.Join('\n', texts));
                break;
        }
    }

    // From the outermost part that is folded to the one that the field is in.
    private async Task UnfoldAsync(ILocator field)
    {
        while (!await field.IsVisibleAsync())
            await page.Locator("details:not([open])", new() { Has = field }).First.Locator("> summary").PressAsync("Enter");
    }

    // A time as people write it.
    private static string Text(JsonNode value) =>
        value.GetValueKind() == JsonValueKind.String ? WholeMinute().Replace(value.GetValue<string>(), "$1 $2") : value.ToJsonString();

    private static string Index(int index) => index.ToString(CultureInfo.InvariantCulture);

    [GeneratedRegex(@"\A([0-9-]{10})T([0-9:]{5}):00\.000Z\z")]
    private static partial Regex WholeMinute();
}
