using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace GigaChat.Usage.PostgreSql.Migrations
{
    /// <inheritdoc />
    internal sealed partial class Budgets : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
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

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(name: "gigachat_usage_budgets");

            migrationBuilder.DropTable(name: "gigachat_usage_reservations");
        }
    }
}
