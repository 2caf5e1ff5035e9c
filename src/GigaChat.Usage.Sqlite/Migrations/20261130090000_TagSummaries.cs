using GigaChat.Usage.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace GigaChat.Usage.Sqlite.Migrations
{
    /// <inheritdoc />
    internal sealed partial class TagSummaries : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.Sql(TagSummarySql.Fill);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.Sql(TagSummarySql.Delete);
        }
    }
}
