using Microsoft.EntityFrameworkCore.Design;

namespace GigaChat.Usage;

/// <summary>For <c>dotnet ef migrations add</c> in this repository.</summary>
internal sealed class PostgreSqlUsageDesignTimeFactory : IDesignTimeDbContextFactory<UsageDbContext>
{
    public UsageDbContext CreateDbContext(string[] args) =>
        PostgreSqlUsageContexts.CreateForMigrations(new PostgreSqlUsageOptions { ConnectionString = "Host=localhost" }).CreateDbContext();
}
