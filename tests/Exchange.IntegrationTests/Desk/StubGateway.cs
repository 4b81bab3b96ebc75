using System.Collections.Concurrent;
using Exchange.Protocol.Api;
using Exchange.Protocol.Reading;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Exchange.IntegrationTests.Desk;

/// <summary>What answers in place of a gateway, whose database does not work: what it is not given, it refuses with 503.</summary>
internal sealed class StubGateway : IAsyncDisposable
{
    public const string Reason = "The database is not there, says the test.";

    private const string Sessions = "/api/v1/sessions";

    private static readonly Refused Ended = new(401, "unauthenticated", "The session has ended.");
    private static readonly Refused Unavailable = new(503, "database-unavailable", Reason);

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("exchange-stub-");
    private WebApplication? _app;
    private bool _hasEnded;

    /// <summary>What was last posted or put to each path.</summary>
    public ConcurrentDictionary<string, string> Posted { get; } = new(StringComparer.Ordinal);

    private string Socket => Path.Combine(_folder.FullName, "api.sock");

    public string Address => $"unix:{Socket}";

    /// <summary>Signs in whoever asks, as one with these roles.</summary>
    public static async Task<StubGateway> StartAsync(Dictionary<string, object> answers, params IReadOnlyList<Role> roles)
    {
        var stub = new StubGateway();
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.ListenUnixSocket(stub.Socket));
        stub._app = builder.Build();
        stub._app.Run(async context =>
        {
            if (HttpMethods.IsPost(context.Request.Method) || HttpMethods.IsPut(context.Request.Method))
                stub.Posted[context.Request.Path] = await new StreamReader(context.Request.Body).ReadToEndAsync();
            stub._hasEnded &= context.Request.Path != Sessions;
            await (stub._hasEnded ? RefuseAsync(context, Ended) : AnswerAsync(context, answers, roles.Count > 0 ? roles : [Role.Operator]));
        });
        await stub._app.StartAsync();
        return stub;
    }

    /// <summary>No token opens anything until somebody signs in.</summary>
    public void EndSessions() => _hasEnded = true;

    public async ValueTask DisposeAsync()
    {
        if (_app is null)
            return;
        await _app.StopAsync();
        await _app.DisposeAsync();
        _app = null;
        _folder.Delete(recursive: true);
    }

    /// <summary>A list that says that something is withheld from who asks.</summary>
    public sealed record Partial(object List);

    /// <summary>What is refused.</summary>
    public sealed record Refused(int Status, string Code, string Detail);

    private static Task AnswerAsync(HttpContext context, Dictionary<string, object> answers, IReadOnlyList<Role> roles)
    {
        object? answer = context.Request.Path.Value switch
        {
            { } path when answers.TryGetValue(path, out var given) => given,
            Sessions => new SessionView("rahima", "token", TimeProvider.System.GetUtcNow().AddHours(1), 15),
            "/api/v1/sessions/current" => new CallerView("user:1", roles)
            {
                Party = "BGD",
                Clearances = [],
                Units = [],
                UnitsOfParty = [],
            },
            _ => null,
        };
        if (answer is Partial partial)
            (answer, context.Response.Headers[ApiHeaders.Withheld]) = (partial.List, "true");
        if ((answer ?? Unavailable) is Refused refused)
            return RefuseAsync(context, refused);
        context.Response.StatusCode = context.Request.Path == "/health/ready" ? 503 : 200;
        return context.Response.WriteAsJsonAsync(answer, answer!.GetType(), ProtocolJson.Options);
    }

    private static Task RefuseAsync(HttpContext context, Refused refused)
    {
        context.Response.StatusCode = refused.Status;
        return context.Response.WriteAsJsonAsync(
            new
            {
                title = "Refused",
                code = refused.Code,
                detail = refused.Detail,
            },
            ProtocolJson.Options
        );
    }
}
