using System.IO.Compression;
using System.Text.Unicode;
using Exchange.Desk;
using Exchange.Desk.Api;
using Exchange.Desk.Forms;
using Exchange.Desk.Security;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.ResponseCompression;
using Microsoft.Extensions.WebEncoders;

// Its files lie beside it, wherever it is started.
var builder = WebApplication.CreateSlimBuilder(new WebApplicationOptions { Args = args, ContentRootPath = AppContext.BaseDirectory });
var settings = builder.Configuration.GetSection(DeskSettings.Section).Get<DeskSettings>() ?? new();
if (settings.Fault() is { } fault)
{
    await Console.Error.WriteLineAsync($"The desk was not started. {fault}");
    return 2;
}

// Style sheet and script do not change while the desk runs. What serves files that do sends them without compression, and has them fetched
// with each page.
builder.Configuration["ReloadStaticAssetsAtRuntime"] = "false";
var url = new Uri(settings.Url);
builder
    .WebHost.UseStaticWebAssets()
    .UseKestrelHttpsConfiguration()
    .ConfigureKestrel(kestrel =>
    {
        kestrel.AddServerHeader = false;
        kestrel.Limits.MaxRequestBodySize = Limits.LargestBody;
        if (url.Scheme == "http")
            kestrel.ListenLocalhost(url.Port);
        else
            kestrel.ListenAnyIP(url.Port, listen => listen.UseHttps(settings.ReadCertificate()));
    });
builder.Services.Configure<FormOptions>(options =>
    (options.ValueLengthLimit, options.ValueCountLimit) = (Submission.MaximumSize, MessageForm.MostFields)
);
builder.Services.AddSingleton<KindForms>();
builder.Services.AddSingleton(settings);
builder.Services.AddSingleton(TimeProvider.System);
builder.Services.AddHttpContextAccessor();
builder
    .Services.AddHttpClient<GatewayApi>(http => (http.BaseAddress, http.Timeout) = (settings.Base, TimeSpan.FromSeconds(30)))
    .ConfigurePrimaryHttpMessageHandler(settings.Transport);
builder.Services.AddRazorPages().AddMvcOptions(options => options.Filters.Add<KnownHandlers>());

// No other site can make a browser ask for a page with its session (SameSite=Strict), and so learn by its length what is on it (BREACH).
builder.Services.AddResponseCompression(options => (options.EnableForHttps, options.MimeTypes) = (true, ["text/html"]));
builder.Services.Configure<GzipCompressionProviderOptions>(options => options.Level = CompressionLevel.Optimal);
builder.Services.Configure<BrotliCompressionProviderOptions>(options => options.Level = CompressionLevel.Optimal);

// Text of every script as it is; what has a meaning in HTML is escaped all the same.
builder.Services.Configure<WebEncoderOptions>(options => options.TextEncoderSettings = new(UnicodeRanges.All));
builder
    .Logging.AddFilter("Microsoft.AspNetCore", LogLevel.Warning)
    .AddFilter("System.Net.Http", LogLevel.Warning)
    // Every page is kept from being stored; that a form does the same is no news.
    .AddFilter("Microsoft.AspNetCore.Antiforgery", LogLevel.Error);
builder.Services.AddRouting(options => options.LowercaseUrls = true);
Language.Add(builder.Services, settings);
SessionCookie.Add(builder.Services, settings);
NationalAccount.Add(builder.Services, settings);
Limits.Add(builder.Services);

var app = builder.Build();
app.UseResponseCompression();
app.UseSafeHeaders();
app.UseExceptionHandler(
    new ExceptionHandlerOptions
    {
        ExceptionHandlingPath = "/problem",
        StatusCodeSelector = exception =>
            exception switch
            {
                GatewayRefusal refusal => (int)refusal.Status,
                GatewayUnreachable => StatusCodes.Status502BadGateway,
                BadHttpRequestException malformed => malformed.StatusCode,
                _ => StatusCodes.Status500InternalServerError,
            },
        // What the gateway refuses is no fault of the desk.
        SuppressDiagnosticsCallback = context => context.Exception is GatewayRefusal or GatewayUnreachable,
    }
);
app.UseStatusCodePagesWithReExecute("/problem");
app.UseRequestLocalization();
app.UseBodyLimit();
app.UseRouting();
app.UseRateLimiter();
app.UseAuthentication();
app.UseAuthorization();
app.MapStaticAssets().AllowAnonymous();
app.MapRazorPages().WithStaticAssets();
await app.RunAsync();
return 0;
