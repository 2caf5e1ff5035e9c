using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace GigaChat.Usage.Sqlite.Migrations
{
    /// <inheritdoc />
    internal sealed partial class Initial : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateTable(
                name: "gigachat_usage_records",
                columns: table => new
                {
                    id = table.Column<byte[]>(type: "BLOB", nullable: false),
                    created_at = table.Column<long>(type: "INTEGER", nullable: false),
                    operation = table.Column<string>(type: "TEXT", maxLength: 50, nullable: false),
                    model = table.Column<string>(type: "TEXT", maxLength: 100, nullable: true),
                    model_version = table.Column<string>(type: "TEXT", maxLength: 100, nullable: true),
                    user_id = table.Column<string>(type: "TEXT", maxLength: 128, nullable: true),
                    user_name = table.Column<string>(type: "TEXT", maxLength: 255, nullable: true),
                    access_token = table.Column<string>(type: "TEXT", maxLength: 128, nullable: true),
                    access_token_type = table.Column<string>(type: "TEXT", maxLength: 50, nullable: true),
                    generation_id = table.Column<string>(type: "TEXT", maxLength: 128, nullable: true),
                    topic = table.Column<string>(type: "TEXT", maxLength: 255, nullable: true),
                    platform = table.Column<string>(type: "TEXT", maxLength: 50, nullable: true),
                    session_id = table.Column<string>(type: "TEXT", maxLength: 128, nullable: true),
                    request_id = table.Column<string>(type: "TEXT", maxLength: 128, nullable: true),
                    prompt_tokens = table.Column<long>(type: "INTEGER", nullable: true),
                    completion_tokens = table.Column<long>(type: "INTEGER", nullable: true),
                    cached_prompt_tokens = table.Column<long>(type: "INTEGER", nullable: true),
                    total_tokens = table.Column<long>(type: "INTEGER", nullable: false),
                    source = table.Column<short>(type: "INTEGER", nullable: false),
                    outcome = table.Column<short>(type: "INTEGER", nullable: false),
                    prompt_length = table.Column<int>(type: "INTEGER", nullable: false),
                    response_length = table.Column<int>(type: "INTEGER", nullable: false),
                    duration_us = table.Column<long>(type: "INTEGER", nullable: false),
                    time_to_first_token_us = table.Column<long>(type: "INTEGER", nullable: true),
                    status_code = table.Column<int>(type: "INTEGER", nullable: true),
                    finish_reason = table.Column<string>(type: "TEXT", maxLength: 50, nullable: true),
                    is_batch = table.Column<bool>(type: "INTEGER", nullable: false),
                    attempt = table.Column<int>(type: "INTEGER", nullable: false),
                    first_attempt_id = table.Column<byte[]>(type: "BLOB", nullable: true),
                    text_id = table.Column<long>(type: "INTEGER", nullable: true),
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_gigachat_usage_records", x => x.id);
                }
            );

            migrationBuilder.CreateTable(
                name: "gigachat_usage_texts",
                columns: table => new
                {
                    id = table.Column<long>(type: "INTEGER", nullable: false).Annotation("Sqlite:Autoincrement", true),
                    folded = table.Column<string>(type: "TEXT", nullable: false),
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_gigachat_usage_texts", x => x.id);
                }
            );

            migrationBuilder.CreateIndex(
                name: "ix_gigachat_usage_records_created",
                table: "gigachat_usage_records",
                columns: new[] { "created_at", "id", "user_id", "total_tokens" }
            );

            migrationBuilder.CreateIndex(
                name: "ix_gigachat_usage_records_generation",
                table: "gigachat_usage_records",
                column: "generation_id",
                filter: "generation_id IS NOT NULL"
            );

            migrationBuilder.CreateIndex(
                name: "ix_gigachat_usage_records_operation",
                table: "gigachat_usage_records",
                columns: new[] { "operation", "created_at" }
            );

            migrationBuilder.CreateIndex(
                name: "ix_gigachat_usage_records_text",
                table: "gigachat_usage_records",
                column: "text_id",
                filter: "text_id IS NOT NULL"
            );

            migrationBuilder.CreateIndex(
                name: "ix_gigachat_usage_records_token",
                table: "gigachat_usage_records",
                columns: new[] { "access_token", "created_at" },
                filter: "access_token IS NOT NULL"
            );

            migrationBuilder.CreateIndex(
                name: "ix_gigachat_usage_records_user",
                table: "gigachat_usage_records",
                columns: new[] { "user_id", "created_at" },
                filter: "user_id IS NOT NULL"
            );

            SqliteTextIndex.Create(migrationBuilder);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            SqliteTextIndex.Drop(migrationBuilder);

            migrationBuilder.DropTable(name: "gigachat_usage_records");

            migrationBuilder.DropTable(name: "gigachat_usage_texts");
        }
    }
}
