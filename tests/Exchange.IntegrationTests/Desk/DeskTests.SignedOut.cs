using Exchange.Protocol.Api;
using Microsoft.Playwright;

namespace Exchange.IntegrationTests.Desk;

/// <summary>The pages of someone who is not signed in, or is refused: in each language, in the light and in the dark, on a phone.</summary>
internal sealed partial class DeskTests
{
    private static readonly (string Language, ColorScheme Scheme)[] Readers =
    [
        .. from language in new[] { "en", "bn", "ms" }
        from scheme in new[] { ColorScheme.Light, ColorScheme.Dark }
        select (language, scheme),
    ];

    [Test]
    public async Task What_is_shown_to_who_is_not_signed_in_or_refused_is_accessible()
    {
        await using var stubbed = await StubbedDesk.OpenAsync(
            _desk,
            new() { ["/api/v1/links"] = new StubGateway.Refused(403, "forbidden", "This needs another role than yours.") },
            Role.Officer
        );
        await using var stranger = await _desk.NewContextAsync(at: stubbed.Address);
        var (known, page) = (stubbed.Page, await stranger.NewPageAsync());
        foreach (var reader in Readers)
        {
            await AsAsync(known, reader);
            await LookAtAsync(known, "/links", 403, reader);
            await LookAtAsync(known, "/nowhere", 404, reader);
            await AsAsync(page, reader);
            foreach (var (path, status) in new[] { ("/sign-in", 200), ("/drafts", 200), ("/enrol", 200) })
                await LookAtAsync(page, path, status, reader);
            await LookAtAsync(page, "/sign-in?refused=failed", 200, reader);
            await SignInAsync("no name", 200, reader);
            await page.EvaluateAsync("document.querySelector('[name=__RequestVerificationToken]').remove()");
            await SignInAsync("no token", 400, reader);
            stubbed.Answers["/api/v1/sessions"] = new StubGateway.Refused(503, "database-unavailable", StubGateway.Reason);
            await page.GotoAsync("/sign-in");
            await SignInAsync("unavailable", 503, reader, "name");
            stubbed.Answers.Remove("/api/v1/sessions");
        }

        await stubbed.Gateway.DisposeAsync();
        foreach (var reader in Readers)
        {
            await AsAsync(page, reader);
            await page.GotoAsync("/sign-in");
            await SignInAsync("unreachable", 502, reader, "name");
        }

        await page.GotoAsync("/sign-in");
        await page.EvaluateAsync(
            "Promise.all([...Array(31)].map(() => fetch('/sign-in', { method: 'POST', body: new URLSearchParams() })))"
        );
        foreach (var reader in Readers)
        {
            await AsAsync(page, reader);
            await page.GotoAsync("/sign-in");
            await SignInAsync("too often", 429, reader);
        }

        async Task SignInAsync(string what, int status, (string, ColorScheme) reader, string name = "")
        {
            foreach (var field in new[] { "name", "password", "code" })
                await page.FillAsync($"#{field}", name);
            var answer = await page.RunAndWaitForResponseAsync(
                () => page.ClickAndLoadAsync("main button"),
                answer => answer.Request.Method == "POST"
            );
            answer.Status.ShouldBe(status, what);
            await DeskBrowser.LookAsync(page, NameOf($"sign-in-{what}", reader));
        }
    }

    private static async Task AsAsync(IPage page, (string Language, ColorScheme Scheme) reader)
    {
        await page.SetViewportSizeAsync(360, 740);
        await page.EmulateMediaAsync(new() { ColorScheme = reader.Scheme });
        await page.GotoAsync($"/language?choice={reader.Language}&to=/sign-in");
    }

    private static async Task LookAtAsync(IPage page, string path, int status, (string Language, ColorScheme Scheme) reader)
    {
        (await page.GotoAsync(path))!.Status.ShouldBe(status, path);
        (await page.GetAttributeAsync("html", "lang")).ShouldBe(reader.Language, path);
        await DeskBrowser.LookAsync(page, NameOf($"signed-out-{path[1..].Split('?')[0]}", reader));
    }

    private static string NameOf(string page, (string Language, ColorScheme Scheme) reader) =>
        $"{page.Replace(' ', '-')}-{reader.Language}-{reader.Scheme}";
}
