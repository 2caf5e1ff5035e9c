using System.Data.Common;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;

namespace GigaChat.Usage;

/// <summary>Stores records in tables of an older migration, as the version of that time did: in the columns that were
/// there.</summary>
internal static class OldRecords
{
    public static async Task InsertAsync(UsageDbContext context, IReadOnlyList<UsageRecord> records)
    {
        await context.Database.OpenConnectionAsync();
        var entity = context.Model.FindEntityType(typeof(UsageRecord))!;
        var there = await ColumnsAsync(context, entity.GetTableName()!);
        var columns = entity
            .GetProperties()
            .Where(property => property.PropertyInfo is not null && there.Contains(property.GetColumnName()))
            .ToList();
        var rows = records.Select(record =>
            $"({string.Join(", ", columns.Select(column => Literal(column, record)))})"
        );
        await ExecuteAsync(
            context,
            $"INSERT INTO {entity.GetTableName()} ({string.Join(", ", columns.Select(column => column.GetColumnName()))}) VALUES {string.Join(", ", rows)}"
        );
        await context.Database.CloseConnectionAsync();
    }

    private static string Literal(IProperty column, UsageRecord record) =>
        column.GetRelationalTypeMapping().GenerateSqlLiteral(column.PropertyInfo!.GetValue(record));

    private static async Task<HashSet<string>> ColumnsAsync(UsageDbContext context, string table)
    {
        await using var command = Command(context, $"SELECT * FROM {table} WHERE 1 = 0");
        await using var reader = await command.ExecuteReaderAsync();
        return [.. Enumerable.Range(0, reader.FieldCount).Select(reader.GetName)];
    }

    private static async Task ExecuteAsync(UsageDbContext context, string sql)
    {
        await using var command = Command(context, sql);
        await command.ExecuteNonQueryAsync();
    }

    private static DbCommand Command(UsageDbContext context, string sql)
    {
        var command = context.Database.GetDbConnection().CreateCommand();
        command.CommandText = sql;
        return command;
    }
}
