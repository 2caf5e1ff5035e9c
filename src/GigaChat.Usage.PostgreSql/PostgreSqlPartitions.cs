using System.Globalization;
using System.Text;
using GigaChat.Usage.EntityFrameworkCore;

namespace GigaChat.Usage.PostgreSql;

/// <summary>The SQL that partitions the table of records by month.</summary>
internal static class PostgreSqlPartitions
{
    private const string Records = UsageTables.RecordsName;

    private const string Convert = $"""
            IF (SELECT relkind FROM pg_class WHERE oid = '{Records}'::regclass) <> 'p' THEN
                CREATE TEMP TABLE gigachat_usage_indexes ON COMMIT DROP AS SELECT i.indexname, i.indexdef FROM pg_indexes i
                    JOIN pg_class c ON c.oid = '{Records}'::regclass JOIN pg_namespace n ON n.oid = c.relnamespace
                    WHERE i.schemaname = n.nspname AND i.tablename = c.relname AND i.indexname <> 'PK_{Records}';
                ALTER TABLE {Records} RENAME TO {Records}_whole;
                ALTER TABLE {Records}_whole DROP CONSTRAINT "PK_{Records}";
                FOR definition IN SELECT * FROM gigachat_usage_indexes LOOP
                    EXECUTE format('DROP INDEX %I', definition.indexname);
                END LOOP;
                CREATE TABLE {Records} (LIKE {Records}_whole INCLUDING DEFAULTS INCLUDING CONSTRAINTS) PARTITION BY RANGE (created_at);
                ALTER TABLE {Records} ADD CONSTRAINT "PK_{Records}" PRIMARY KEY (id, created_at);
                FOR definition IN SELECT * FROM gigachat_usage_indexes LOOP
                    EXECUTE definition.indexdef;
                END LOOP;

                -- For records of months that are not there yet.
                CREATE TABLE {Records}_rest PARTITION OF {Records} DEFAULT;
                converts := true;
            END IF;
        """;

    private const string AddMonth = $"""
                month_name := '{Records}_' || to_char(first, 'YYYY_MM');
                IF to_regclass(month_name) IS NULL THEN
                    EXECUTE format('CREATE TABLE %I (LIKE {Records} INCLUDING DEFAULTS INCLUDING CONSTRAINTS)', month_name);
                    EXECUTE format('WITH moved AS (DELETE FROM {Records}_rest WHERE created_at >= %L AND created_at < %L RETURNING *) INSERT INTO %I SELECT * FROM moved',
                        first AT TIME ZONE 'UTC', (first + interval '1 month') AT TIME ZONE 'UTC', month_name);
                    EXECUTE format('ALTER TABLE {Records} ATTACH PARTITION %I FOR VALUES FROM (%L) TO (%L)',
                        month_name, first AT TIME ZONE 'UTC', (first + interval '1 month') AT TIME ZONE 'UTC');
                END IF;
        """;

    private const string CopyRecords = $"""
            IF converts THEN
                INSERT INTO {Records} SELECT * FROM {Records}_whole;
                DROP TABLE {Records}_whole;
            END IF;
        """;

    /// <param name="useSchema">The statement that sets the schema of unqualified names to that of the tables; null for
    /// the connection's default.</param>
    /// <param name="from">A day of the first month.</param>
    /// <param name="to">A day of the last month.</param>
    public static string Script(SqlText? useSchema, DateOnly from, DateOnly to)
    {
        var script = new StringBuilder("BEGIN;\n");
        if (useSchema is { } schema)
            script.Append(CultureInfo.InvariantCulture, $"SET LOCAL {schema};\n");
        return script
            .Append(
                "DO $partitions$\nDECLARE\n    definition record; first timestamp; month_name text; converts boolean := false;\nBEGIN\n"
            )
            .Append(CultureInfo.InvariantCulture, $"    LOCK TABLE {Records} IN ACCESS EXCLUSIVE MODE;\n")
            .Append(Convert)
            .Append(
                CultureInfo.InvariantCulture,
                $"\n    FOR first IN SELECT generate_series(timestamp '{from:yyyy-MM}-01', timestamp '{to:yyyy-MM}-01', interval '1 month') LOOP\n"
            )
            .Append(AddMonth)
            .Append("\n    END LOOP;\n")
            .Append(CopyRecords)
            .Append("\nEND\n$partitions$;\nCOMMIT;\n")
            .ToString();
    }
}
