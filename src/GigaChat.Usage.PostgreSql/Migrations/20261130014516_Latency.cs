using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace GigaChat.Usage.PostgreSql.Migrations
{
    /// <inheritdoc />
    internal sealed partial class Latency : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateTable(
                name: "gigachat_usage_latency",
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
                    platform = table.Column<string>(
                        type: "character varying(50)",
                        maxLength: 50,
                        nullable: false,
                        collation: "C"
                    ),
                    histograms = table.Column<byte[]>(type: "bytea", nullable: false),
                    compact_at = table.Column<int>(type: "integer", nullable: false),
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_gigachat_usage_latency", x => new
                    {
                        x.kind,
                        x.bucket,
                        x.operation,
                        x.model,
                        x.platform,
                    });
                }
            );

            // Rows of the current hour and day grow with every batch: room beside them keeps the new version on the same page and out of the index.
            migrationBuilder.Sql("ALTER TABLE gigachat_usage_latency SET (fillfactor = 70);");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(name: "gigachat_usage_latency");
        }
    }
}
