using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace GigaChat.Usage.Sqlite.Migrations
{
    /// <inheritdoc />
    internal sealed partial class ReasoningTokens : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<long>(
                name: "reasoning_tokens",
                table: "gigachat_usage_records",
                type: "INTEGER",
                nullable: true
            );
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropColumn(name: "reasoning_tokens", table: "gigachat_usage_records");
        }
    }
}
