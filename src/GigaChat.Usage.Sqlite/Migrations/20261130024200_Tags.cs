using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace GigaChat.Usage.Sqlite.Migrations
{
    /// <inheritdoc />
    internal sealed partial class Tags : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(name: "ix_gigachat_usage_budgets_counter", table: "gigachat_usage_budgets");

            migrationBuilder.AddColumn<string>(
                name: "tags",
                table: "gigachat_usage_records",
                type: "TEXT",
                nullable: true
            );

            migrationBuilder.AddColumn<string>(
                name: "tag_key",
                table: "gigachat_usage_budgets",
                type: "TEXT",
                maxLength: 50,
                nullable: false,
                defaultValue: ""
            );

            migrationBuilder.CreateTable(
                name: "gigachat_usage_tag_rollups",
                columns: table => new
                {
                    kind = table.Column<short>(type: "INTEGER", nullable: false),
                    bucket = table.Column<long>(type: "INTEGER", nullable: false),
                    tag_key = table.Column<string>(type: "TEXT", maxLength: 50, nullable: false),
                    tag_value = table.Column<string>(type: "TEXT", maxLength: 100, nullable: false),
                    operation = table.Column<string>(type: "TEXT", maxLength: 50, nullable: false),
                    model = table.Column<string>(type: "TEXT", maxLength: 100, nullable: false),
                    source = table.Column<short>(type: "INTEGER", nullable: false),
                    is_batch = table.Column<bool>(type: "INTEGER", nullable: false),
                    records = table.Column<long>(type: "INTEGER", nullable: false),
                    calls = table.Column<long>(type: "INTEGER", nullable: false),
                    prompt_tokens = table.Column<long>(type: "INTEGER", nullable: false),
                    completion_tokens = table.Column<long>(type: "INTEGER", nullable: false),
                    cached_prompt_tokens = table.Column<long>(type: "INTEGER", nullable: false),
                    total_tokens = table.Column<long>(type: "INTEGER", nullable: false),
                    estimated_tokens = table.Column<long>(type: "INTEGER", nullable: false),
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_gigachat_usage_tag_rollups", x => new
                    {
                        x.kind,
                        x.bucket,
                        x.tag_key,
                        x.tag_value,
                        x.operation,
                        x.model,
                        x.source,
                        x.is_batch,
                    });
                }
            );

            migrationBuilder.CreateIndex(
                name: "ix_gigachat_usage_budgets_counter",
                table: "gigachat_usage_budgets",
                columns: new[] { "name", "scope", "tag_key", "key", "unit", "period", "period_start" },
                unique: true
            );

            SqliteTagIndex.Create(migrationBuilder);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            SqliteTagIndex.Drop(migrationBuilder);

            migrationBuilder.DropTable(name: "gigachat_usage_tag_rollups");

            migrationBuilder.DropIndex(name: "ix_gigachat_usage_budgets_counter", table: "gigachat_usage_budgets");

            migrationBuilder.DropColumn(name: "tags", table: "gigachat_usage_records");

            migrationBuilder.DropColumn(name: "tag_key", table: "gigachat_usage_budgets");

            migrationBuilder.CreateIndex(
                name: "ix_gigachat_usage_budgets_counter",
                table: "gigachat_usage_budgets",
                columns: new[] { "name", "scope", "key", "unit", "period", "period_start" },
                unique: true
            );
        }
    }
}
