using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace GigaChat.Usage.Sqlite.Migrations
{
    /// <summary>Pages by operation are read by the hours of rollups, which costs a batch nothing.</summary>
    internal sealed partial class NoOperationIndex : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(name: "ix_gigachat_usage_records_operation", table: "gigachat_usage_records");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateIndex(
                name: "ix_gigachat_usage_records_operation",
                table: "gigachat_usage_records",
                columns: new[] { "operation", "created_at" }
            );
        }
    }
}
