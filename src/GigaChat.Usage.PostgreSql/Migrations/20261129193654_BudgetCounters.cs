using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace GigaChat.Usage.PostgreSql.Migrations
{
    /// <summary>Gives what makes a counter one of its own columns of their own.</summary>
    /// <remarks>
    /// An id of the tables before, such as <c>team/x</c>, does not say whose it was or in which unit, so counters are opened again from the recorded
    /// usage. Which results of batches were counted is kept. Calls in flight are counted when they end.
    /// </remarks>
    internal sealed partial class BudgetCounters : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.Sql(
                "CREATE TABLE gigachat_usage_settled AS SELECT reservation, expires_at FROM gigachat_usage_reservations WHERE id = '';"
            );

            migrationBuilder.DropTable(name: "gigachat_usage_budgets");

            migrationBuilder.DropTable(name: "gigachat_usage_reservations");

            migrationBuilder.CreateTable(
                name: "gigachat_usage_budgets",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    name = table.Column<string>(
                        type: "character varying(50)",
                        maxLength: 50,
                        nullable: false,
                        collation: "C"
                    ),
                    scope = table.Column<string>(
                        type: "character varying(20)",
                        maxLength: 20,
                        nullable: false,
                        collation: "C"
                    ),
                    key = table.Column<string>(
                        type: "character varying(128)",
                        maxLength: 128,
                        nullable: false,
                        collation: "C"
                    ),
                    unit = table.Column<string>(
                        type: "character varying(10)",
                        maxLength: 10,
                        nullable: false,
                        collation: "C"
                    ),
                    period = table.Column<string>(
                        type: "character varying(40)",
                        maxLength: 40,
                        nullable: false,
                        collation: "C"
                    ),
                    period_start = table.Column<long>(type: "bigint", nullable: false),
                    period_end = table.Column<long>(type: "bigint", nullable: false),
                    used = table.Column<long>(type: "bigint", nullable: false),
                    reserved = table.Column<long>(type: "bigint", nullable: false),
                    marked = table.Column<int>(type: "integer", nullable: false),
                    marked_at = table.Column<long>(type: "bigint", nullable: false),
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_gigachat_usage_budgets", x => x.id);
                }
            );

            migrationBuilder.CreateTable(
                name: "gigachat_usage_budget_steps",
                columns: table => new
                {
                    counter = table.Column<Guid>(type: "uuid", nullable: false),
                    step = table.Column<long>(type: "bigint", nullable: false),
                    used = table.Column<long>(type: "bigint", nullable: false),
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_gigachat_usage_budget_steps", x => new { x.counter, x.step });
                }
            );

            migrationBuilder.CreateTable(
                name: "gigachat_usage_reservations",
                columns: table => new
                {
                    reservation = table.Column<Guid>(type: "uuid", nullable: false),
                    counter = table.Column<Guid>(type: "uuid", nullable: false),
                    amount = table.Column<long>(type: "bigint", nullable: false),
                    expires_at = table.Column<long>(type: "bigint", nullable: false),
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_gigachat_usage_reservations", x => new { x.reservation, x.counter });
                }
            );

            migrationBuilder.CreateIndex(
                name: "ix_gigachat_usage_budgets_counter",
                table: "gigachat_usage_budgets",
                columns: new[] { "name", "scope", "key", "unit", "period", "period_start" },
                unique: true
            );

            migrationBuilder.CreateIndex(
                name: "ix_gigachat_usage_reservations_expires",
                table: "gigachat_usage_reservations",
                column: "expires_at"
            );

            migrationBuilder.Sql(
                "INSERT INTO gigachat_usage_reservations (reservation, counter, amount, expires_at) "
                    + "SELECT reservation, '00000000-0000-0000-0000-000000000000'::uuid, 0, expires_at FROM gigachat_usage_settled;"
            );
            migrationBuilder.Sql("DROP TABLE gigachat_usage_settled;");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(name: "gigachat_usage_budget_steps");

            migrationBuilder.DropTable(name: "gigachat_usage_budgets");

            migrationBuilder.DropTable(name: "gigachat_usage_reservations");

            migrationBuilder.CreateTable(
                name: "gigachat_usage_budgets",
                columns: table => new
                {
                    id = table.Column<string>(
                        type: "character varying(179)",
                        maxLength: 179,
                        nullable: false,
                        collation: "C"
                    ),
                    period_start = table.Column<long>(type: "bigint", nullable: false),
                    used = table.Column<long>(type: "bigint", nullable: false),
                    reserved = table.Column<long>(type: "bigint", nullable: false),
                    marked = table.Column<int>(type: "integer", nullable: false),
                    marked_at = table.Column<long>(type: "bigint", nullable: false),
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_gigachat_usage_budgets", x => new { x.id, x.period_start });
                }
            );

            migrationBuilder.CreateTable(
                name: "gigachat_usage_reservations",
                columns: table => new
                {
                    reservation = table.Column<Guid>(type: "uuid", nullable: false),
                    id = table.Column<string>(
                        type: "character varying(179)",
                        maxLength: 179,
                        nullable: false,
                        collation: "C"
                    ),
                    period_start = table.Column<long>(type: "bigint", nullable: false),
                    amount = table.Column<long>(type: "bigint", nullable: false),
                    expires_at = table.Column<long>(type: "bigint", nullable: false),
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_gigachat_usage_reservations", x => new { x.reservation, x.id });
                }
            );

            migrationBuilder.CreateIndex(
                name: "ix_gigachat_usage_reservations_expires",
                table: "gigachat_usage_reservations",
                column: "expires_at"
            );
        }
    }
}
