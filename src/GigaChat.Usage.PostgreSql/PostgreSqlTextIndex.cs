using GigaChat.Usage.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Migrations;

namespace GigaChat.Usage.PostgreSql;

/// <summary>The index of texts by trigram (pg_trgm), which a search uses instead of reading all texts.</summary>
/// <remarks>
/// Where the extension is not installed, or the user may not create it, there is no index: a search then reads all
/// texts.
/// </remarks>
internal static class PostgreSqlTextIndex
{
    public static void Create(MigrationBuilder migration) =>
        migration.Sql(
            $"""
            DO $search$
            DECLARE trgm text;
            BEGIN
                CREATE EXTENSION IF NOT EXISTS pg_trgm SCHEMA public;
                SELECT quote_ident(n.nspname) INTO trgm FROM pg_extension e JOIN pg_namespace n ON n.oid = e.extnamespace WHERE e.extname = 'pg_trgm';
                EXECUTE 'CREATE INDEX ix_gigachat_usage_texts_trigrams ON {UsageTables.TextsName} USING gin (folded ' || trgm || '.gin_trgm_ops)';
            EXCEPTION WHEN OTHERS THEN
                RAISE NOTICE 'searching usage records will read all texts, since pg_trgm cannot be used: %', SQLERRM;
            END
            $search$;
            """
        );
}
