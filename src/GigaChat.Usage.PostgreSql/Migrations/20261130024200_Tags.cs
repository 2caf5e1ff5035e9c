using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace GigaChat.Usage.PostgreSql.Migrations
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
                type: "jsonb",
                nullable: true
            );

            migrationBuilder.AddColumn<string>(
                name: "tag_key",
                table: "gigachat_usage_budgets",
                type: "character varying(50)",
                maxLength: 50,
                nullable: false,
                defaultValue: "",
                collation: "C"
            );

            migrationBuilder.CreateTable(
                name: "gigachat_usage_tag_rollups",
                columns: table => new
                {
                    kind = table.Column<short>(type: "smallint", nullable: false),
                    bucket = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    tag_key = table.Column<string>(
                        type: "character varying(50)",
                        maxLength: 50,
                        nullable: false,
                        collation: "C"
                    ),
                    tag_value = table.Column<string>(
                        type: "character varying(100)",
                        maxLength: 100,
                        nullable: false,
                        collation: "C"
                    ),
                    operation = table.Column<string>(
                        type: "character varying(50)",
                        maxLength: 50,
                        nullable: false,
                        collation: "C"
                    ),
                    model = table.Column<string>(
                        type: "character varying(100)",
                        maxLength: 100,
                        nullable: false,
                        collation: "C"
                    ),
                    source = table.Column<short>(type: "smallint", nullable: false),
                    is_batch = table.Column<bool>(type: "boolean", nullable: false),
                    records = table.Column<long>(type: "bigint", nullable: false),
                    calls = table.Column<long>(type: "bigint", nullable: false),
                    prompt_tokens = table.Column<long>(type: "bigint", nullable: false),
                    completion_tokens = table.Column<long>(type: "bigint", nullable: false),
                    cached_prompt_tokens = table.Column<long>(type: "bigint", nullable: false),
                    total_tokens = table.Column<long>(type: "bigint", nullable: false),
                    estimated_tokens = table.Column<long>(type: "bigint", nullable: false),
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

            // As for the other rollups: half of the updates wrote to the index without this room.
            migrationBuilder.Sql("ALTER TABLE gigachat_usage_tag_rollups SET (fillfactor = 70);");

            PostgreSqlTagIndex.Create(migrationBuilder);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            PostgreSqlTagIndex.Drop(migrationBuilder);

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
