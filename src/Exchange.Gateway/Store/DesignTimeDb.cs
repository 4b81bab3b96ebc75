using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Design;

namespace Exchange.Gateway.Store;

/// <summary>Lets the migrations tool make the model without a home.</summary>
internal sealed class DesignTimeDb : IDesignTimeDbContextFactory<ExchangeDb>
{
    public ExchangeDb CreateDbContext(string[] args) =>
        new(new DbContextOptionsBuilder<ExchangeDb>().UseSqlite("Data Source=design.db").Options);
}
