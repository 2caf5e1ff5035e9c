using System;
using Microsoft.EntityFrameworkCore.Migrations;
using Npgsql.EntityFrameworkCore.PostgreSQL.Metadata;

#nullable disable

namespace GigaChat.Usage.PostgreSql.Migrations
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
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    created_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    operation = table.Column<string>(
                        type: "character varying(50)",
                        maxLength: 50,
                        nullable: false,
                        collation: "C"
                    ),
                    model = table.Column<string>(
                        type: "character varying(100)",
                        maxLength: 100,
                        nullable: true,
                        collation: "C"
                    ),
                    model_version = table.Column<string>(
                        type: "character varying(100)",
                        maxLength: 100,
                        nullable: true,
                        collation: "C"
                    ),
                    user_id = table.Column<string>(
                        type: "character varying(128)",
                        maxLength: 128,
                        nullable: true,
                        collation: "C"
                    ),
                    user_name = table.Column<string>(
                        type: "character varying(255)",
                        maxLength: 255,
                        nullable: true,
                        collation: "C"
                    ),
                    access_token = table.Column<string>(
                        type: "character varying(128)",
                        maxLength: 128,
                        nullable: true,
                        collation: "C"
                    ),
                    access_token_type = table.Column<string>(
                        type: "character varying(50)",
                        maxLength: 50,
                        nullable: true,
                        collation: "C"
                    ),
                    generation_id = table.Column<string>(
                        type: "character varying(128)",
                        maxLength: 128,
                        nullable: true,
                        collation: "C"
                    ),
                    topic = table.Column<string>(
                        type: "character varying(255)",
                        maxLength: 255,
                        nullable: true,
                        collation: "C"
                    ),
                    platform = table.Column<string>(
                        type: "character varying(50)",
                        maxLength: 50,
                        nullable: true,
                        collation: "C"
                    ),
                    session_id = table.Column<string>(
                        type: "character varying(128)",
                        maxLength: 128,
                        nullable: true,
                        collation: "C"
                    ),
                    request_id = table.Column<string>(
                        type: "character varying(128)",
                        maxLength: 128,
                        nullable: true,
                        collation: "C"
                    ),
                    prompt_tokens = table.Column<long>(type: "bigint", nullable: true),
                    completion_tokens = table.Column<long>(type: "bigint", nullable: true),
                    cached_prompt_tokens = table.Column<long>(type: "bigint", nullable: true),
                    total_tokens = table.Column<long>(type: "bigint", nullable: false),
                    source = table.Column<short>(type: "smallint", nullable: false),
                    outcome = table.Column<short>(type: "smallint", nullable: false),
                    prompt_length = table.Column<int>(type: "integer", nullable: false),
                    response_length = table.Column<int>(type: "integer", nullable: false),
                    duration_us = table.Column<long>(type: "bigint", nullable: false),
                    time_to_first_token_us = table.Column<long>(type: "bigint", nullable: true),
                    status_code = table.Column<int>(type: "integer", nullable: true),
                    finish_reason = table.Column<string>(
                        type: "character varying(50)",
                        maxLength: 50,
                        nullable: true,
                        collation: "C"
                    ),
                    is_batch = table.Column<bool>(type: "boolean", nullable: false),
                    attempt = table.Column<int>(type: "integer", nullable: false),
                    first_attempt_id = table.Column<Guid>(type: "uuid", nullable: true),
                    text_id = table.Column<long>(type: "bigint", nullable: true),
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
                    id = table
                        .Column<long>(type: "bigint", nullable: false)
                        .Annotation(
                            "Npgsql:ValueGenerationStrategy",
                            NpgsqlValueGenerationStrategy.IdentityByDefaultColumn
                        ),
                    folded = table.Column<string>(type: "text", nullable: false, collation: "C"),
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

            PostgreSqlTextIndex.Create(migrationBuilder);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(name: "gigachat_usage_records");

            migrationBuilder.DropTable(name: "gigachat_usage_texts");
        }
    }
}
