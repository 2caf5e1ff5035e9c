using GigaChat.Usage.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Migrations;

namespace GigaChat.Usage.PostgreSql;

/// <summary>The index of records by tag; records without tags are not in it.</summary>
internal static class PostgreSqlTagIndex
{
    private const string Name = "ix_gigachat_usage_records_tags";

    public static void Create(MigrationBuilder migration) =>
        migration.Sql(
            $"CREATE INDEX {Name} ON {UsageTables.RecordsName} USING gin (tags jsonb_path_ops) WHERE tags IS NOT NULL;"
        );

    public static void Drop(MigrationBuilder migration) => migration.Sql($"DROP INDEX {Name};");
}
