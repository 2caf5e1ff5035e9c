using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace GigaChat.Usage.Sqlite.Migrations
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
                    kind = table.Column<short>(type: "INTEGER", nullable: false),
                    bucket = table.Column<long>(type: "INTEGER", nullable: false),
                    operation = table.Column<string>(type: "TEXT", maxLength: 50, nullable: false),
                    model = table.Column<string>(type: "TEXT", maxLength: 100, nullable: false),
                    user_id = table.Column<string>(type: "TEXT", maxLength: 128, nullable: false),
                    access_token = table.Column<string>(type: "TEXT", maxLength: 128, nullable: false),
                    access_token_type = table.Column<string>(type: "TEXT", maxLength: 50, nullable: false),
                    platform = table.Column<string>(type: "TEXT", maxLength: 50, nullable: false),
                    source = table.Column<short>(type: "INTEGER", nullable: false),
                    outcome = table.Column<short>(type: "INTEGER", nullable: false),
                    is_batch = table.Column<bool>(type: "INTEGER", nullable: false),
                    records = table.Column<long>(type: "INTEGER", nullable: false),
                    calls = table.Column<long>(type: "INTEGER", nullable: false),
                    prompt_tokens = table.Column<long>(type: "INTEGER", nullable: false),
                    completion_tokens = table.Column<long>(type: "INTEGER", nullable: false),
                    cached_prompt_tokens = table.Column<long>(type: "INTEGER", nullable: false),
                    total_tokens = table.Column<long>(type: "INTEGER", nullable: false),
                    estimated_tokens = table.Column<long>(type: "INTEGER", nullable: false),
                    name_stamp = table.Column<string>(type: "TEXT", maxLength: 271, nullable: false),
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

            migrationBuilder.CreateTable(
                name: "gigachat_usage_settings",
                columns: table => new
                {
                    name = table.Column<string>(type: "TEXT", maxLength: 50, nullable: false),
                    value = table.Column<string>(type: "TEXT", maxLength: 255, nullable: false),
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
