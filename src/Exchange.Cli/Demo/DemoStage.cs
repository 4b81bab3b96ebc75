using System.Text.Json.Nodes;
using Exchange.Cli.Broker;

namespace Exchange.Cli.Demo;

/// <summary>Two countries on one machine: BGD asks, MYS answers. Everything is deleted at the end, except a folder that is kept.</summary>
internal sealed class DemoStage : IAsyncDisposable
{
    private DemoStage(string folder, bool keep)
    {
        (Folder, Keeps) = (folder, keep);
        var ports = LoopbackPorts.Free(2);
        Asker = new("BGD", Path.Combine(folder, "BGD"), ports[0]);
        Answerer = new("MYS", Path.Combine(folder, "MYS"), ports[1]);
    }

    public DemoParty Asker { get; }
    public DemoParty Answerer { get; }
    public string Folder { get; }
    public string SampleFile => Path.Combine(Folder, "request.json");
    public bool Keeps { get; }

    /// <param name="keep">A new or empty folder that is kept; a temporary one if null.</param>
    /// <exception cref="CommandFailedException">The folder is not empty.</exception>
    public static DemoStage Make(string? keep)
    {
        var folder = keep is null ? Path.GetTempPath() : Path.GetFullPath(keep);
        if (!BrokerConfiguration.CanName(folder))
        {
            throw new CommandFailedException(
                ExitCode.Usage,
                $"A broker's configuration cannot name a file in {folder}.",
                "Nothing was started.",
                "Give a folder in ASCII, without quotes, \\, # and $."
            );
        }

        if (keep is not null && Directory.Exists(keep) && Directory.EnumerateFileSystemEntries(keep).Any())
            throw new CommandFailedException(ExitCode.Usage, $"{keep} is not empty.", "Nothing was started.", "Give a new folder.");
        return keep is null
            ? new(TemporaryFiles.NewFolder("exchange-demo-").FullName, keep: false)
            : new(Directory.CreateDirectory(Path.GetFullPath(keep)).FullName, keep: true);
    }

    /// <summary>Says, before the gateways start, where the desks will be: the gateways know it by their settings.</summary>
    public void ExpectDesks()
    {
        foreach (var (party, port) in new[] { Asker, Answerer }.Zip(LoopbackPorts.Free(2)))
            party.DeskAddress = new(string.Create(CultureInfo.InvariantCulture, $"http://localhost:{port}"));
    }

    /// <summary>Creates both parties and starts both brokers and both gateways.</summary>
    public async Task StartAsync(Action<string> say, Action<JsonObject>? settings, CancellationToken cancellation)
    {
        await PrepareAsync(say, settings, cancellation);
        say("Starting two RabbitMQ brokers");
        await Task.WhenAll(Asker.Broker.StartAsync(cancellation), Answerer.Broker.StartAsync(cancellation));
        say("Starting two gateways");
        await Task.WhenAll(Asker.Gateway.StartAsync(cancellation), Answerer.Gateway.StartAsync(cancellation));
    }

    /// <summary>Creates both parties, and exchanges cards and grants.</summary>
    public async Task PrepareAsync(Action<string> say, Action<JsonObject>? settings, CancellationToken cancellation)
    {
        say($"Founding {Asker.Name} and {Answerer.Name} in {Folder}");
        var wire = Directory.CreateDirectory(Path.Combine(Folder, "wire")).FullName;
        foreach (var party in (DemoParty[])[Asker, Answerer])
        {
            party.Found(TimeProvider.System.Now());
            Change(party.Home.SettingsFile, root =>
            {
                root["Border"] = new JsonObject { ["RecordFolder"] = wire };
                if (party.DeskAddress is { } desk)
                    root["SignIn"] = new JsonObject { ["DeskUrl"] = desk.ToString() };
                settings?.Invoke(root);
            });
        }

        await File.WriteAllBytesAsync(SampleFile, StoryFile.Read("request.json"), cancellation);
        Asker.Meet(Answerer);
        Answerer.Meet(Asker);
        await Asker.GrantAsync(Answerer);
        await Answerer.GrantAsync(Asker);
        await Asker.MakeKeyAsync();
        await Answerer.MakeKeyAsync();
        cancellation.ThrowIfCancellationRequested();
        Asker.ConfigureBroker();
        Answerer.ConfigureBroker();
    }

    public async ValueTask DisposeAsync()
    {
        try
        {
            await Task.WhenAll(Asker.DisposeAsync().AsTask(), Answerer.DisposeAsync().AsTask());
        }
        finally
        {
            // It has private keys.
            if (!Keeps)
                Directory.Delete(Folder, recursive: true);
        }
    }

    private static void Change(string file, Action<JsonObject> change)
    {
        var root = JsonNode.Parse(File.ReadAllText(file))!.AsObject();
        change(root);
        File.WriteAllText(file, root.ToJsonString(new JsonSerializerOptions { WriteIndented = true }) + "\n");
    }
}
