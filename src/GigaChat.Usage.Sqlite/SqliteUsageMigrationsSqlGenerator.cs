using GigaChat.Usage.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;
using Microsoft.EntityFrameworkCore.Migrations;
using Microsoft.EntityFrameworkCore.Migrations.Operations;

namespace GigaChat.Usage.Sqlite;

/// <summary>
/// Stores rollups in the order of their key (WITHOUT ROWID): a range of them is read at once, without a second look-up
/// for each row.
/// </summary>
internal sealed class SqliteUsageMigrationsSqlGenerator(
    MigrationsSqlGeneratorDependencies dependencies,
    IRelationalAnnotationProvider annotations
) : SqliteMigrationsSqlGenerator(dependencies, annotations)
{
    protected override void Generate(
        CreateTableOperation operation,
        IModel? model,
        MigrationCommandListBuilder builder,
        bool terminate = true
    )
    {
        var clustered =
            operation.Name is UsageTables.RollupsName or UsageTables.LatencyName or UsageTables.TagRollupsName;
        base.Generate(operation, model, builder, terminate && !clustered);
        if (!clustered)
            return;
        builder.Append(" WITHOUT ROWID");
        if (!terminate)
            return;
        builder.AppendLine(Dependencies.SqlGenerationHelper.StatementTerminator);
        EndStatement(builder);
    }
}
