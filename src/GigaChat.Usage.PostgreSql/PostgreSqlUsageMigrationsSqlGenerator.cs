using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Metadata;
using Microsoft.EntityFrameworkCore.Migrations;
using Microsoft.EntityFrameworkCore.Migrations.Operations;
using Npgsql.EntityFrameworkCore.PostgreSQL.Infrastructure.Internal;
using Npgsql.EntityFrameworkCore.PostgreSQL.Migrations;

namespace GigaChat.Usage;

/// <summary>Puts the chosen schema, which is that of the migrations history, into operations that name none.</summary>
#pragma warning disable EF1001 // The base class asks for the provider's options in its constructor; they are only handed on.
internal sealed class PostgreSqlUsageMigrationsSqlGenerator(MigrationsSqlGeneratorDependencies dependencies, INpgsqlSingletonOptions options)
    : NpgsqlMigrationsSqlGenerator(dependencies, options)
#pragma warning restore EF1001
{
    public override IReadOnlyList<MigrationCommand> Generate(
        IReadOnlyList<MigrationOperation> operations,
        IModel? model = null,
        MigrationsSqlGenerationOptions options = MigrationsSqlGenerationOptions.Default)
    {
        var schema = RelationalOptionsExtension.Extract(Dependencies.CurrentContext.Context.GetService<IDbContextOptions>()).MigrationsHistoryTableSchema;
        foreach (var operation in operations)
            Qualify(operation, schema);
        return base.Generate(operations, model, options);
    }

    private void Qualify(MigrationOperation operation, string? schema)
    {
        switch (operation)
        {
            case CreateTableOperation table:
                table.Schema ??= schema;
                table.Columns.ForEach(column => column.Schema ??= schema);
                if (table.PrimaryKey is { } key)
                    key.Schema ??= schema;
                break;
            case ITableMigrationOperation { Schema: null }:
                SetSchema(operation, schema);
                break;
            case SqlOperation sql:
                sql.Sql = sql.Sql.Replace(
                    PostgreSqlTextIndex.SchemaPlaceholder,
                    schema is null ? "" : Dependencies.SqlGenerationHelper.DelimitIdentifier(schema) + ".",
                    StringComparison.Ordinal);
                break;
        }
    }

    private static void SetSchema(MigrationOperation operation, string? schema)
    {
        switch (operation)
        {
            case AddColumnOperation column:
                column.Schema = schema;
                break;
            case AlterColumnOperation column:
                column.Schema = schema;
                break;
            case DropColumnOperation column:
                column.Schema = schema;
                break;
            case CreateIndexOperation index:
                index.Schema = schema;
                break;
            case DropTableOperation table:
                table.Schema = schema;
                break;
            default:
                throw new NotSupportedException($"{operation.GetType().Name} is new to these migrations: put the schema into it here.");
        }
    }
}
