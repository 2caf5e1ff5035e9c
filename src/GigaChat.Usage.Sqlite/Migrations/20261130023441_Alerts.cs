using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace GigaChat.Usage.Sqlite.Migrations
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
                        .Column<long>(type: "INTEGER", nullable: false)
                        .Annotation("Sqlite:Autoincrement", true),
                    notification_id = table.Column<byte[]>(type: "BLOB", nullable: false),
                    sink = table.Column<string>(type: "TEXT", maxLength: 50, nullable: false),
                    rule = table.Column<string>(type: "TEXT", maxLength: 50, nullable: false),
                    is_limited = table.Column<int>(type: "INTEGER", nullable: false),
                    payload = table.Column<string>(type: "TEXT", nullable: false),
                    users = table.Column<string>(type: "TEXT", nullable: false),
                    created_at = table.Column<long>(type: "INTEGER", nullable: false),
                    next_attempt_at = table.Column<long>(type: "INTEGER", nullable: false),
                    attempts = table.Column<int>(type: "INTEGER", nullable: false),
                    claim = table.Column<byte[]>(type: "BLOB", nullable: false),
                    claimed_until = table.Column<long>(type: "INTEGER", nullable: false),
                    last_error = table.Column<string>(type: "TEXT", maxLength: 100, nullable: false),
                    finished_at = table.Column<long>(type: "INTEGER", nullable: false),
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
                    id = table.Column<byte[]>(type: "BLOB", nullable: false),
                    rule = table.Column<string>(type: "TEXT", maxLength: 50, nullable: false),
                    key = table.Column<string>(type: "TEXT", maxLength: 255, nullable: false),
                    episode = table.Column<int>(type: "INTEGER", nullable: false),
                    severity = table.Column<int>(type: "INTEGER", nullable: false),
                    opened_at = table.Column<long>(type: "INTEGER", nullable: false),
                    last_seen_at = table.Column<long>(type: "INTEGER", nullable: false),
                    resolved_at = table.Column<long>(type: "INTEGER", nullable: false),
                    notified_at = table.Column<long>(type: "INTEGER", nullable: false),
                    is_held = table.Column<int>(type: "INTEGER", nullable: false),
                    is_current = table.Column<int>(type: "INTEGER", nullable: false),
                    users = table.Column<string>(type: "TEXT", nullable: false),
                    content = table.Column<string>(type: "TEXT", nullable: false),
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
