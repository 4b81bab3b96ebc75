using System.Net.Sockets;
using System.Text.Json;
using Exchange.Gateway.Api;
using Exchange.Gateway.Assigning;
using Exchange.Gateway.Auditing;
using Exchange.Gateway.Border;
using Exchange.Gateway.Dispatching;
using Exchange.Gateway.Domestic;
using Exchange.Gateway.Drafting;
using Exchange.Gateway.Evidence;
using Exchange.Gateway.Exporting;
using Exchange.Gateway.Linking;
using Exchange.Gateway.Opening;
using Exchange.Gateway.People;
using Exchange.Gateway.Rebuilding;
using Exchange.Gateway.Receipting;
using Exchange.Gateway.Receiving;
using Exchange.Gateway.Releasing;
using Exchange.Gateway.Reminding;
using Exchange.Gateway.Retaining;
using Exchange.Gateway.Starting;
using Exchange.Gateway.Submitting;
using Exchange.Gateway.Witnessing;
using Serilog;
using Serilog.Events;
using Serilog.Formatting.Compact;

namespace Exchange.Gateway.Hosting;

/// <summary>Composes the gateway and runs it.</summary>
internal static class GatewayHost
{
    private const int MaximumHeaders = 64 * 1024;

    public static async Task RunAsync(GatewayHome home)
    {
        var settings = SettingsReader.Read(home.Settings);
        if (File.Exists(home.BrokerKey))
            PrivateFile.RefuseIfShared(home.BrokerKey);
        using var homeLock = HomeLock.Take(home);
        using var protection = Passphrase.Read(home);
        using var keys = FileKeyStore.Open(home.Keys, protection);
        await using var app = Build(home, settings, keys);
        await StartAsync(app);
        await ListenAsync(app);
        // Only now has the gateway started.
        await app.Services.GetRequiredService<StartRecord>().EnterAsync();
        await app.Services.GetRequiredService<FirstAdministrator>().EnsureAsync();
        await app.WaitForShutdownAsync();
    }

    /// <summary>Makes a key in the database of a stopped gateway, as before anyone can sign in, and prints it.</summary>
    public static async Task MakeKeyAsync(GatewayHome home, NewKey wanted)
    {
        var made = await InStoppedAsync(home, services =>
            services.GetRequiredService<KeyHandler>().MakeAsync(wanted, new(ProposalHeader.Operator, [Role.Administrator]))
        );
        if (made is not PeopleResult.Done done)
            throw new UnsafeSettingException($"{((PeopleResult.Refused)made).Text} Nothing was changed.");
        await Console.Out.WriteLineAsync(JsonSerializer.Serialize(KeyHandler.View(done, wanted), ProtocolJson.Options));
    }

    /// <summary>Rebuilds the tables of exchanges and messages from the ledger, without starting the rest of the gateway.</summary>
    public static async Task RebuildAsync(GatewayHome home)
    {
        if (!DialectOf(home, SettingsReader.Read(home.Settings)).Exists)
            throw new RebuildRefusedException($"There is no database in {home.Folder}.");
        var rebuilt = await InStoppedAsync(home, services => services.GetRequiredService<DatabaseRebuild>().RunAsync());
        await Console.Out.WriteLineAsync(JsonSerializer.Serialize(rebuilt, ProtocolJson.Indented));
    }

    // With the journal of a gateway that is otherwise not started. Only the answer goes to stdout, the service log meanwhile to stderr.
    private static async Task<T> InStoppedAsync<T>(GatewayHome home, Func<IServiceProvider, Task<T>> work)
    {
        var answer = Console.Out;
        Console.SetOut(Console.Error);
        try
        {
            var settings = SettingsReader.Read(home.Settings);
            using var homeLock = HomeLock.Take(home);
            using var protection = Passphrase.Read(home);
            using var keys = FileKeyStore.Open(home.Keys, protection);
            await using var app = Build(home, settings, keys);
            app.Services.GetRequiredService<Database>().Prepare();
            app.Services.GetRequiredService<JournalWriter>().Start();
            return await work(app.Services);
        }
        finally
        {
            Console.SetOut(answer);
        }
    }

    /// <summary>Copies the database of a stopped gateway into another one.</summary>
    /// <param name="target">A new file for SQLite, or a setting as <c>Store:PostgreSql</c> is.</param>
    public static void Copy(GatewayHome home, string target)
    {
        var settings = SettingsReader.Read(home.Settings);
        if (!DialectOf(home, settings).Exists)
            throw new CopyRefusedException($"There is no database in {home.Folder}.");
        if (IsServer(target) && PostgreSqlDialect.FaultOf(target) is { } fault)
            throw new CopyRefusedException($"--to: {fault}");
        using var homeLock = HomeLock.Take(home);
        using var from = new Database(DialectOf(home, settings));
        using var to = new Database(IsServer(target) ? new PostgreSqlDialect(target) : new SqliteDialect(Path.GetFullPath(target)));
        var copied = new DatabaseCopy(
            from,
            to,
            LogVerifiers.Read(CardFile.ReadOwn(home).Log),
            new(home.Mark),
            Console.Error.WriteLine
        ).Run();
        Console.Out.WriteLine(JsonSerializer.Serialize(copied, ProtocolJson.Indented));
    }

    /// <summary>Where a gateway's database is.</summary>
    /// <exception cref="UnsafeSettingException">The setting is not safe.</exception>
    public static Dialect DialectOf(GatewayHome home, GatewaySettings settings)
    {
        if (settings.Store.PostgreSql is not { } server)
            return new SqliteDialect(home.Database);
        return PostgreSqlDialect.FaultOf(server) is { } fault
            ? throw new UnsafeSettingException($"{home.Settings}: Store:PostgreSql: {fault}")
            : new PostgreSqlDialect(server);
    }

    private static bool IsServer(string target) => target.Contains("Host=", StringComparison.OrdinalIgnoreCase);

    internal static WebApplication Build(GatewayHome home, GatewaySettings settings, IKeyStore keys, TimeProvider? clock = null)
    {
        // Settings come only from gateway.json: no variable and no file of the working folder changes a gateway.
        var builder = WebApplication.CreateEmptyBuilder(
            new WebApplicationOptions { ApplicationName = "Exchange.Gateway", ContentRootPath = home.Folder }
        );
        ApiListener.Add(builder.WebHost, home, settings.Api, (clock ?? TimeProvider.System).GetUtcNow());
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxRequestBodySize = Submission.MaximumSize;
            kestrel.Limits.MaxRequestHeadersTotalSize = MaximumHeaders;
        });
        builder.Services.AddSystemd();
        builder.Services.AddRoutingCore();
        builder.Services.AddProblemDetails();
        Rights.Add(builder.Services);
        Limits.Add(builder.Services);
        PeopleParts.Add(builder.Services);
        ApiDocument.Add(builder.Services);
        AddLog(builder.Services);
        AddParts(builder.Services, home, settings, keys, clock ?? TimeProvider.System);
        NationalBus.Add(builder.Services, settings.AgencyBus);
        var app = builder.Build();
        // HEAD is GET (RFC 9110, section 9.3.2); the server leaves the body out.
        app.Use(
            (context, next) =>
            {
                if (HttpMethods.IsHead(context.Request.Method))
                    context.Request.Method = HttpMethods.Get;
                return next(context);
            }
        );
        app.UseMiddleware<FaultGate>();
        app.UseRouting();
        app.UseAuthentication();
        // By caller, so after it is known who asks.
        app.UseRateLimiter();
        app.UseAuthorization();
        app.UseMiddleware<ParameterGate>();
        app.UseMiddleware<BodyGate>();
        Routes.Map(app);
        return app;
    }

    private static async Task ListenAsync(WebApplication app)
    {
        try
        {
            await app.StartAsync();
        }
        catch (Exception exception) when (exception is IOException or SocketException)
        {
            // The parts that have started are stopped properly.
            await app.StopAsync();
            throw new IOException(
                $"Api:Url: the API cannot listen: {exception.Message} Is the address used by another program? Stop that program, "
                    + "or set another address in gateway.json.",
                exception
            );
        }
    }

    private static async Task StartAsync(WebApplication app)
    {
        app.Services.GetRequiredService<BrokerEndpoints>().RefuseWithoutOwnCertificate();
        var database = app.Services.GetRequiredService<Database>();
        database.Prepare();
        app.Services.GetRequiredService<JournalWriter>().Start();
        await app.Services.GetRequiredService<CounterpartLoader>().LoadAsync();
    }

    private static void AddLog(IServiceCollection services) =>
        services.AddSerilog(log =>
            log.MinimumLevel.Information()
                .MinimumLevel.Override("Microsoft", LogEventLevel.Warning)
                .MinimumLevel.Override("Microsoft.Hosting.Lifetime", LogEventLevel.Information)
                .MinimumLevel.Override("MassTransit", LogEventLevel.Warning)
                // A failed start is reported in one line at its end.
                .Filter.ByExcluding(entry => entry.MessageTemplate.Text == "Hosting failed to start")
                .WriteTo.Console(new RenderedCompactJsonFormatter())
        );

    private static void AddParts(
        IServiceCollection services,
        GatewayHome home,
        GatewaySettings settings,
        IKeyStore keys,
        TimeProvider clock
    )
    {
        services.AddSingleton(clock).AddSingleton(home).AddSingleton(settings).AddSingleton(settings.Border).AddSingleton(keys);
        services.AddSingleton(CardFile.ReadOwn(home));
        services
            .AddSingleton(_ => new Database(DialectOf(home, settings)))
            .AddSingleton<DiskWatch>()
            .AddSingleton(new LedgerMark(home.Mark));
        services.AddSingleton<Counterparts>().AddSingleton<OwnParty>().AddSingleton<CounterpartLoader>();
        services
            .AddSingleton<LogBook>()
            .AddSingleton<LogRenewal>()
            .AddSingleton<TileReader>()
            .AddSingleton<JournalWriter>()
            .AddSingleton<ReceiptWriter>();
        services
            .AddSingleton<LinkSealer>()
            .AddSingleton<LinkJudge>()
            .AddSingleton<PingHandler>()
            .AddSingleton<ClockWatch>()
            .AddSingleton<LinkStates>();
        services
            .AddSingleton<ReceiptHandler>()
            .AddSingleton<CheckpointHandler>()
            .AddSingleton<CheckpointChain>()
            .AddSingleton<WaitingCheckpoints>()
            .AddSingleton<CosignatureHandler>();
        services
            .AddSingleton<OwnHistory>()
            .AddSingleton<OwnSuspension>()
            .AddSingleton<BrokerEndpoints>()
            .AddSingleton<WireRecord>()
            .AddSingleton<StepLog>();
        services
            .AddSingleton<DeferredMessages>()
            .AddSingleton<ArrivalOpener>()
            .AddSingleton<CaseJudge>()
            .AddSingleton<CaseRules>()
            .AddSingleton<Quarantine>();
        services.AddSingleton<SequenceGaps>().AddSingleton<LinkSweep>().AddSingleton<CardWatch>();
        services
            .AddSingleton<ExchangeLocks>()
            .AddSingleton<ReferenceNumbers>()
            .AddSingleton<ReleasePolicy>()
            .AddSingleton<SendingLimits>()
            .AddSingleton<CaseSender>()
            .AddSingleton<AnsweredMessages>()
            .AddSingleton<SubmitHandler>()
            .AddSingleton<CheckHandler>()
            .AddSingleton<AcknowledgeHandler>();
        services
            .AddSingleton<DraftReader>()
            .AddSingleton<DraftHandler>()
            .AddSingleton<DraftOpenHandler>()
            .AddSingleton<DraftSending>()
            .AddSingleton<DraftSubmitHandler>()
            .AddSingleton<ReleaseHandler>()
            .AddSingleton<DraftViews>();
        services.AddSingleton<JournalProbe>().AddSingleton<ContentStore>().AddSingleton<PassageStore>().AddSingleton<ConsentCheck>();
        services
            .AddSingleton<StartRecord>()
            .AddSingleton<ResumeHandler>()
            .AddSingleton<LinkViews>()
            .AddSingleton<CertificateList>()
            .AddSingleton<AskedQuestions>()
            .AddSingleton<OpenHandler>()
            .AddSingleton<NextMessages>()
            .AddSingleton<ListHandler>()
            .AddSingleton<AccessRecord>()
            .AddSingleton<ExchangeReplay>()
            .AddSingleton<ExchangeHistory>()
            .AddSingleton<HandlingSight>()
            .AddSingleton<LogArchive>()
            .AddSingleton<ExportComparison>();
        services.AddSingleton(new OwnCardFile(File.ReadAllBytes(home.Card))).AddSingleton<DatabaseRebuild>();
        services.AddSingleton<EvidenceSource>().AddSingleton<EvidenceHandler>();
        services.AddHostedService<LinkService>();
        services
            .AddSingleton<ReminderHandler>()
            .AddSingleton<BringBackHandler>()
            .AddSingleton<AssignHandler>()
            .AddSingleton<Assignments>()
            .AddSingleton<UnitSight>()
            .AddSingleton<ReminderService>();
        services.AddHostedService(provider => provider.GetRequiredService<ReminderService>());
        services.AddSingleton<HoldHandler>().AddSingleton<RetentionHandler>().AddSingleton<RetentionService>();
        services.AddHostedService(provider => provider.GetRequiredService<RetentionService>());
        services.AddSingleton<LogScrub>();
        services.AddHostedService(provider => provider.GetRequiredService<LogScrub>());
        services.AddHostedService(provider => provider.GetRequiredService<AccessRecord>());
        services.AddHostedService(provider => provider.GetRequiredService<StartRecord>());
    }
}
