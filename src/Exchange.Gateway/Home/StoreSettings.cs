namespace Exchange.Gateway.Home;

/// <summary>Where the gateway keeps its database.</summary>
internal sealed record StoreSettings
{
    /// <summary>
    /// PostgreSQL's database, as <c>Host=/var/run/postgresql;Database=exchange</c> (keywords of Npgsql), without a password. Default:
    /// none, SQLite in the home.
    /// </summary>
    public string? PostgreSql { get; init; }
}
