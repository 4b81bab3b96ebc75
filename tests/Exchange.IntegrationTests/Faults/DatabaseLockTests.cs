using Exchange.Cli.Demo;
using Microsoft.Data.Sqlite;

namespace Exchange.IntegrationTests.Faults;

/// <summary>Another program, such as one that makes a backup, holds a gateway's database for a while.</summary>
[NonParallelizable]
internal sealed class DatabaseLockTests
{
    private static FaultStage Stage => SharedStage.Stage;

    [TestCase(0, TestName = "The_database_of_who_asks_is_held_by_another_program_for_a_while")]
    [TestCase(1, TestName = "The_database_of_who_answers_is_held_by_another_program_for_a_while")]
    public async Task Held(int party)
    {
        var sending = HoldAsync(Stage.Parties[party]);

        await await sending;
        await Stage.SettleAsync();
    }

    private static async Task<Task> HoldAsync(DemoParty party)
    {
        await using var database = new SqliteConnection(
            new SqliteConnectionStringBuilder { DataSource = party.Home.DatabaseFile, Pooling = false }.ToString()
        );
        await database.OpenAsync();
        await using var holding = database.CreateCommand();
        holding.CommandText = "BEGIN IMMEDIATE";
        await holding.ExecuteNonQueryAsync();
        var sending = Stage.Client.SendAsync(50);
        await Task.Delay(TimeSpan.FromSeconds(5));
        holding.CommandText = "ROLLBACK";
        await holding.ExecuteNonQueryAsync();
        return sending;
    }
}
