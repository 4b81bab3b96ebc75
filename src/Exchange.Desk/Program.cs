// The officers' console is not built yet: one page that says so, on loopback alone.
var builder = WebApplication.CreateSlimBuilder(args);
builder.WebHost.UseUrls("http://127.0.0.1:7481");
var app = builder.Build();
app.MapGet("/", () => Results.Content(
    """
    <!doctype html>
    <html lang="en">
    <head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><title>Exchange</title></head>
    <body><main><h1>Exchange</h1><p>The console for officers is not built yet. Use the command line: <code>exchange --help</code>.</p></main></body>
    </html>
    """,
    "text/html; charset=utf-8"));
app.Run();
