using System.Text;
using Exchange.Cli;
using Exchange.Cli.Demo;
using Exchange.IntegrationTests.Broker;
using Microsoft.Data.Sqlite;

namespace Exchange.IntegrationTests.Gateway;

/// <summary>A log in which somebody changed something is found out. A copy of a home is used, cut off from both brokers.</summary>
internal sealed class TamperingTests
{
    private Home _home = null!;
    private PrivateGateway _gateway = null!;

    [OneTimeSetUp]
    public async Task Copy()
    {
        await TwoCountries.StartAsync();
        var request = await TwoCountries.Asker.SubmitAsync(Texts.Request);
        await TwoCountries.Asker.DeliveredAsync(request.MessageId);
        await TwoCountries.BecomeQuietAsync();
        _home = CopiedHome.Of(TwoCountries.Asker);
        _gateway = new(_home, Path.Combine(_home.Folder, "gateway.log"));
    }

    [OneTimeTearDown]
    public async Task End()
    {
        if (_gateway is not null)
            await _gateway.DisposeAsync();
        if (_home is not null)
            Directory.Delete(_home.Folder, recursive: true);
    }

    [Test]
    public async Task A_log_holds_until_one_byte_of_an_entry_is_changed()
    {
        (await VerifyAsync()).ExitCode.ShouldBe((int)ExitCode.Ok);
        ChangeOneByte(index: 1, before: "\",\"counterpart\"");
        var run = await VerifyAsync();
        run.ExitCode.ShouldBe((int)ExitCode.VerificationFailed, run.Error);
        run.Error.ShouldContain("entries do not match the root of their signed checkpoint", customMessage: run.Error);
    }

    private async Task<ProgramRun> VerifyAsync()
    {
        await _gateway.LaunchAsync(CancellationToken.None);
        try
        {
            using var door = new Door(_home, token: null);
            // It is never ready, for its broker is out of reach; but it lives.
            await Eventually.IsAsync(true, () => door.LivesAsync());
            return await CommandLine.RunAsync("ledger", "verify", "--home", _home.Folder);
        }
        finally
        {
            await _gateway.StopAsync();
        }
    }

    // The last character but two of the salt: the entry keeps its form.
    private void ChangeOneByte(long index, string before)
    {
        using var connection = new SqliteConnection(
            new SqliteConnectionStringBuilder { DataSource = _home.DatabaseFile, Pooling = false }.ToString()
        );
        connection.Open();
        using var read = connection.CreateCommand();
        read.CommandText = $"SELECT leaf FROM entries WHERE \"index\" = {index}";
        var leaf = (byte[])read.ExecuteScalar()!;
        var at = Encoding.UTF8.GetString(leaf).IndexOf(before, StringComparison.Ordinal) - 4;
        leaf[at] = (byte)(leaf[at] == 'A' ? 'B' : 'A');
        using var write = connection.CreateCommand();
        write.CommandText = $"UPDATE entries SET leaf = @leaf WHERE \"index\" = {index}";
        write.Parameters.AddWithValue("@leaf", leaf);
        write.ExecuteNonQuery().ShouldBe(1);
    }
}
