using Exchange.Cli.Demo;
using Exchange.Cli.Gateway;
using Exchange.IntegrationTests.Gateway;
using Microsoft.Data.Sqlite;

namespace Exchange.IntegrationTests.Faults;

/// <summary>A gateway starts, has something to record, and its disk is full.</summary>
internal sealed class FullDiskStartTests
{
    private const int Failed = 1;

    [Test]
    public async Task A_gateway_that_cannot_record_a_new_card_says_so_in_one_line_and_takes_it_when_there_is_room()
    {
        using var home = await StartedHome.FoundAsync();
        await using var disk = await SmallDisk.MakeAsync(Path.Combine(home.Home.Folder, "disk"));
        disk.RequireMounted();
        File.Move(home.Home.DatabaseFile, disk.File("exchange.db"));
        File.CreateSymbolicLink(home.Home.DatabaseFile, disk.File("exchange.db"));
        home.TakeCardOf("MYS");

        await using (await ReadAsync(disk.File("exchange.db")))
        {
            disk.Fill();
            var program = GatewayProgram.Find();
            var run = await Gateway.Program.RunAsync(program.FileName, program.Arguments("run", "--home", home.Home.Folder));
            disk.Free();

            run.ExitCode.ShouldBe(Failed, run.Error);
            run.Error.ShouldStartWith("exchange: ");
            run.Error.ShouldContain("nothing was recorded");
            run.Error.ShouldContain("disk is full");
            run.Error.TrimEnd('\n').ShouldNotContain("\n");
            run.Output.ShouldNotContain("   at ", customMessage: "a full disk is no fault of the program's");
        }

        await using var gateway = new PrivateGateway(home.Home, home.Log);
        await gateway.LaunchAsync(CancellationToken.None);
        await Broker.Eventually.IsAsync(1L, () =>
            Task.FromResult(new PartyRecord(home.Home.DatabaseFile).Number("SELECT COUNT(*) FROM cards"))
        );
    }

    // Whoever reads keeps the files of the write-ahead log there, for which a full disk has no room any more.
    private static async Task<SqliteConnection> ReadAsync(string database)
    {
        var connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = database, Pooling = false }.ToString());
        await connection.OpenAsync();
        await using var command = connection.CreateCommand();
        command.CommandText = "SELECT COUNT(*) FROM cards";
        await command.ExecuteScalarAsync();
        return connection;
    }
}
