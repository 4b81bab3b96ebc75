using Exchange.IntegrationTests.Broker;
using Microsoft.Playwright;

namespace Exchange.IntegrationTests.Desk;

/// <summary>
/// Someone before a page of the desk, who finds everything by what it is and what it is called, and waits for what is shown.
/// </summary>
internal sealed class Person(IPage page)
{
    // For what another country sends, on a machine that has much else to do.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    public IPage Page => page;

    /// <summary>The whole page.</summary>
    public ILocator Whole => page.Locator("body");

    public static async Task<Person> OfAsync(DeskBrowser desk, string name) => new(await desk.AsAsync(name));

    /// <summary>A part of the page with a name: a section, a fieldset, an item of a list.</summary>
    public ILocator Part(string name, AriaRole role = AriaRole.Group) => Whole.GetByRole(role, new() { Name = name, Exact = true });

    /// <summary>Goes to a place of the menu.</summary>
    public Task GoAsync(string place) => FollowAsync(place, Part("Menu", AriaRole.Navigation));

    public Task FollowAsync(string link, ILocator? within = null) =>
        (within ?? Whole).GetByRole(AriaRole.Link, new() { Name = link, Exact = true }).ClickAndLoadAsync();

    public Task PressAsync(string button, ILocator? within = null) =>
        (within ?? Whole).GetByRole(AriaRole.Button, new() { Name = button, Exact = true }).ClickAndLoadAsync();

    public Task WriteAsync(string field, string text, ILocator? within = null) => Field(field, within).FillAsync(text);

    public Task ChooseAsync(string field, string option, ILocator? within = null) =>
        Field(field, within).SelectOptionAsync(new SelectOptionValue { Label = option });

    /// <summary>Ticks one of the choices that a question has.</summary>
    public Task TickAsync(string question, string choice, ILocator? within = null) =>
        (within ?? Whole)
            .GetByRole(AriaRole.Group, new() { Name = question, Exact = true })
            .GetByLabel(choice, new() { Exact = true })
            .CheckAsync();

    /// <summary>Waits until the page shows a text.</summary>
    public Task SeesAsync(string text, ILocator? within = null) =>
        Assertions
            .Expect((within ?? Whole).GetByText(text).First)
            .ToBeVisibleAsync(new() { Timeout = (float)Patience.TotalMilliseconds });

    /// <summary>Loads the page anew until it shows a text.</summary>
    public Task SeesInTimeAsync(string text) =>
        Eventually.IsAsync(
            true,
            async () =>
            {
                await page.ReloadAsync();
                return await Whole.GetByText(text).First.IsVisibleAsync();
            },
            Patience
        );

    /// <summary>Looks at the page closely: a picture, and no fault that a person with a disability would meet.</summary>
    public Task LookAsync(string picture) => DeskBrowser.LookAsync(page, picture);

    private ILocator Field(string name, ILocator? within) => (within ?? Whole).GetByLabel(name, new() { Exact = true });
}
