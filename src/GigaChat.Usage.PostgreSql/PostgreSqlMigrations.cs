using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Storage;
using Npgsql;

namespace GigaChat.Usage;

/// <summary>Applies migrations while holding a lock that other processes wait for, so that any number of them may start at once.</summary>
internal static class PostgreSqlMigrations
{
    public static async Task ApplyAsync(UsageDbContext context, CancellationToken ct)
    {
        var schema = RelationalOptionsExtension.Extract(context.GetService<IDbContextOptions>()).MigrationsHistoryTableSchema;

        // A lock of a transaction, not of a session: a pooler between here and the server keeps it where it belongs.
        var connection = new NpgsqlConnection(context.Database.GetConnectionString());
        await using (connection.ConfigureAwait(false))
        {
            await connection.OpenAsync(ct).ConfigureAwait(false);
            var transaction = await connection.BeginTransactionAsync(ct).ConfigureAwait(false);
            await using (transaction.ConfigureAwait(false))
            {
                var command = new NpgsqlCommand("SELECT pg_advisory_xact_lock(hashtextextended(@name, 0))", connection, transaction);
                await using (command.ConfigureAwait(false))
                {
                    command.Parameters.AddWithValue("name", $"{schema}.{UsageMigrator.HistoryTable}");
                    await command.ExecuteNonQueryAsync(ct).ConfigureAwait(false);
                }

                if (schema is not null)
                {
                    var name = context.GetService<ISqlGenerationHelper>().DelimitIdentifier(schema);
#pragma warning disable EF1002 // A name cannot be a parameter; this one is delimited.
                    await context.Database.ExecuteSqlRawAsync($"CREATE SCHEMA IF NOT EXISTS {name}", ct).ConfigureAwait(false);
#pragma warning restore EF1002
                }

                await context.Database.MigrateAsync(ct).ConfigureAwait(false);
                await transaction.CommitAsync(ct).ConfigureAwait(false);
            }
        }
    }
}
