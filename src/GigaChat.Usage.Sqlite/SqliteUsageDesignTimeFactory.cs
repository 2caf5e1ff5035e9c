using Microsoft.EntityFrameworkCore.Design;

namespace GigaChat.Usage;

/// <summary>For <c>dotnet ef migrations add</c> in this repository.</summary>
internal sealed class SqliteUsageDesignTimeFactory : IDesignTimeDbContextFactory<UsageDbContext>
{
    public UsageDbContext CreateDbContext(string[] args) =>
        SqliteUsageContexts.Create(new SqliteUsageOptions { ConnectionString = "Data Source=design-time.db" }).CreateDbContext();
}
