using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Design;

namespace Exchange.Gateway.Store;

/// <summary>Lets the migrations tool build SQLite's model without a home.</summary>
internal sealed class DesignTimeDb : IDesignTimeDbContextFactory<ExchangeDb>
{
    public ExchangeDb CreateDbContext(string[] args) =>
        new(new DbContextOptionsBuilder<ExchangeDb>().UseSqlite("Data Source=design.db").Options);
}

/// <summary>Lets it build PostgreSQL's model without a server.</summary>
internal sealed class DesignTimePostgreSqlDb : IDesignTimeDbContextFactory<PostgreSqlDb>
{
    public PostgreSqlDb CreateDbContext(string[] args) =>
        new(new DbContextOptionsBuilder<PostgreSqlDb>().UseNpgsql("Host=/nowhere;Database=design").Options);
}
