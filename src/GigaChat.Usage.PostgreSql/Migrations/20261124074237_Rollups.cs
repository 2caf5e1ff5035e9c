using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace GigaChat.Usage.PostgreSql.Migrations
{
    /// <inheritdoc />
    internal sealed partial class Rollups : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateTable(
                name: "gigachat_usage_rollups",
                columns: table => new
                {
                    kind = table.Column<short>(type: "smallint", nullable: false),
                    bucket = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
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
                    user_id = table.Column<string>(
                        type: "character varying(128)",
                        maxLength: 128,
                        nullable: false,
                        collation: "C"
                    ),
                    access_token = table.Column<string>(
                        type: "character varying(128)",
                        maxLength: 128,
                        nullable: false,
                        collation: "C"
                    ),
                    access_token_type = table.Column<string>(
                        type: "character varying(50)",
                        maxLength: 50,
                        nullable: false,
                        collation: "C"
                    ),
                    platform = table.Column<string>(
                        type: "character varying(50)",
                        maxLength: 50,
                        nullable: false,
                        collation: "C"
                    ),
                    source = table.Column<short>(type: "smallint", nullable: false),
                    outcome = table.Column<short>(type: "smallint", nullable: false),
                    is_batch = table.Column<bool>(type: "boolean", nullable: false),
                    records = table.Column<long>(type: "bigint", nullable: false),
                    calls = table.Column<long>(type: "bigint", nullable: false),
                    prompt_tokens = table.Column<long>(type: "bigint", nullable: false),
                    completion_tokens = table.Column<long>(type: "bigint", nullable: false),
                    cached_prompt_tokens = table.Column<long>(type: "bigint", nullable: false),
                    total_tokens = table.Column<long>(type: "bigint", nullable: false),
                    estimated_tokens = table.Column<long>(type: "bigint", nullable: false),
                    name_stamp = table.Column<string>(
                        type: "character varying(271)",
                        maxLength: 271,
                        nullable: false,
                        collation: "C"
                    ),
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_gigachat_usage_rollups", x => new
                    {
                        x.kind,
                        x.bucket,
                        x.user_id,
                        x.access_token,
                        x.operation,
                        x.model,
                        x.access_token_type,
                        x.platform,
                        x.source,
                        x.outcome,
                        x.is_batch,
                    });
                }
            );

            // Rows of the current hour and day are updated with every batch: room beside them keeps the new version on the same page and out of the index.
            migrationBuilder.Sql("ALTER TABLE gigachat_usage_rollups SET (fillfactor = 70);");

            migrationBuilder.CreateTable(
                name: "gigachat_usage_settings",
                columns: table => new
                {
                    name = table.Column<string>(
                        type: "character varying(50)",
                        maxLength: 50,
                        nullable: false,
                        collation: "C"
                    ),
                    value = table.Column<string>(
                        type: "character varying(255)",
                        maxLength: 255,
                        nullable: false,
                        collation: "C"
                    ),
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_gigachat_usage_settings", x => x.name);
                }
            );
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(name: "gigachat_usage_rollups");

            migrationBuilder.DropTable(name: "gigachat_usage_settings");
        }
    }
}
