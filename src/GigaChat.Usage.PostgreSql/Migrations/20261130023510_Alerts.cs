using System;
using Microsoft.EntityFrameworkCore.Migrations;
using Npgsql.EntityFrameworkCore.PostgreSQL.Metadata;

#nullable disable

namespace GigaChat.Usage.PostgreSql.Migrations
{
    /// <inheritdoc />
    internal sealed partial class Alerts : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateTable(
                name: "gigachat_usage_alert_deliveries",
                columns: table => new
                {
                    sequence = table
                        .Column<long>(type: "bigint", nullable: false)
                        .Annotation(
                            "Npgsql:ValueGenerationStrategy",
                            NpgsqlValueGenerationStrategy.IdentityByDefaultColumn
                        ),
                    notification_id = table.Column<Guid>(type: "uuid", nullable: false),
                    sink = table.Column<string>(
                        type: "character varying(50)",
                        maxLength: 50,
                        nullable: false,
                        collation: "C"
                    ),
                    rule = table.Column<string>(
                        type: "character varying(50)",
                        maxLength: 50,
                        nullable: false,
                        collation: "C"
                    ),
                    is_limited = table.Column<int>(type: "integer", nullable: false),
                    payload = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    users = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    created_at = table.Column<long>(type: "bigint", nullable: false),
                    next_attempt_at = table.Column<long>(type: "bigint", nullable: false),
                    attempts = table.Column<int>(type: "integer", nullable: false),
                    claim = table.Column<Guid>(type: "uuid", nullable: false),
                    claimed_until = table.Column<long>(type: "bigint", nullable: false),
                    last_error = table.Column<string>(
                        type: "character varying(100)",
                        maxLength: 100,
                        nullable: false,
                        collation: "C"
                    ),
                    finished_at = table.Column<long>(type: "bigint", nullable: false),
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_gigachat_usage_alert_deliveries", x => x.sequence);
                }
            );

            migrationBuilder.CreateTable(
                name: "gigachat_usage_alerts",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    rule = table.Column<string>(
                        type: "character varying(50)",
                        maxLength: 50,
                        nullable: false,
                        collation: "C"
                    ),
                    key = table.Column<string>(
                        type: "character varying(255)",
                        maxLength: 255,
                        nullable: false,
                        collation: "C"
                    ),
                    episode = table.Column<int>(type: "integer", nullable: false),
                    severity = table.Column<int>(type: "integer", nullable: false),
                    opened_at = table.Column<long>(type: "bigint", nullable: false),
                    last_seen_at = table.Column<long>(type: "bigint", nullable: false),
                    resolved_at = table.Column<long>(type: "bigint", nullable: false),
                    notified_at = table.Column<long>(type: "bigint", nullable: false),
                    is_held = table.Column<int>(type: "integer", nullable: false),
                    is_current = table.Column<int>(type: "integer", nullable: false),
                    users = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    content = table.Column<string>(type: "text", nullable: false, collation: "C"),
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_gigachat_usage_alerts", x => x.id);
                }
            );

            migrationBuilder.CreateIndex(
                name: "ix_gigachat_usage_alert_deliveries_waiting",
                table: "gigachat_usage_alert_deliveries",
                columns: new[] { "sink", "finished_at", "sequence" }
            );

            migrationBuilder.CreateIndex(
                name: "ix_gigachat_usage_alerts_current",
                table: "gigachat_usage_alerts",
                column: "is_current"
            );

            migrationBuilder.CreateIndex(
                name: "ix_gigachat_usage_alerts_episode",
                table: "gigachat_usage_alerts",
                columns: new[] { "rule", "key", "episode" },
                unique: true
            );

            migrationBuilder.CreateIndex(
                name: "ix_gigachat_usage_alerts_opened",
                table: "gigachat_usage_alerts",
                column: "opened_at"
            );
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(name: "gigachat_usage_alert_deliveries");

            migrationBuilder.DropTable(name: "gigachat_usage_alerts");
        }
    }
}
