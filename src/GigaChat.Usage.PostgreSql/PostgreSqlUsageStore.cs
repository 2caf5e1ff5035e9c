using GigaChat.Usage.EntityFrameworkCore;
using GigaChat.Usage.PostgreSql;

namespace GigaChat.Usage;

/// <summary>Stores records in a PostgreSQL database (14 or later), which any number of processes may share.</summary>
public sealed class PostgreSqlUsageStore : EfUsageStore
{
    private const int MaxMonths = 1_200;

    private readonly string? _schema;

    /// <summary>
    /// Initializes a new instance of the <see cref="PostgreSqlUsageStore"/> class. It opens no connection until its
    /// first use; dispose it last.
    /// </summary>
    /// <param name="connectionString">The connection string of an existing database:
    /// <c>Host=localhost;Database=app;Username=app</c>.</param>
    /// <param name="schema">The schema of the tables; null for the first of the connection's search path, usually
    /// <c>public</c>.</param>
    /// <param name="migrateOnStart"><c>true</c> if its first use creates or migrates the tables; otherwise,
    /// <c>false</c>.</param>
    /// <param name="timeZone">The report time zone, which rollups use; null for Europe/Moscow.</param>
    /// <exception cref="ArgumentException">The connection string is empty, is not valid or names no server, or the
    /// schema is no name.</exception>
    public PostgreSqlUsageStore(
        string connectionString,
        string? schema = null,
        bool migrateOnStart = true,
        TimeZoneInfo? timeZone = null
    )
        : this(connectionString, schema, migrateOnStart, StoreServices.Without(timeZone)) { }

    /// <summary>
    /// Gets the SQL that partitions the table of records by calendar months of UTC, or adds the missing months. Run it
    /// as the owner of the tables, and again before the last month ends; records of other months are in a separate
    /// partition until their month is added.
    /// </summary>
    /// <param name="from">A day of the first month.</param>
    /// <param name="to">A day of the last month.</param>
    /// <returns>One transaction, which blocks writers while it copies the records. It opens no connection, and grants
    /// no rights on the new table.</returns>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="to"/> is before <paramref name="from"/>, or more
    /// than 1,200 months after it.</exception>
    public string GetPartitionScript(DateOnly from, DateOnly to)
    {
        var months = ((to.Year - from.Year) * 12) + to.Month - from.Month + 1;
        if (months is < 1 or > MaxMonths)
            throw new ArgumentOutOfRangeException(
                nameof(to),
                to,
                $"The months from {from:yyyy-MM} to {to:yyyy-MM} are {months}; there must be 1 to {MaxMonths}."
            );
        return PostgreSqlPartitions.Script(
            _schema is null ? null : PostgreSqlDialect.Instance.UseSchema(_schema),
            from,
            to
        );
    }

    internal PostgreSqlUsageStore(string connectionString, string? schema, bool migrateOnStart, StoreServices services)
        : base(
            PostgreSqlDialect.Instance,
            PostgreSqlContext.Options(connectionString, schema),
            schema,
            migrateOnStart,
            services
        ) => _schema = schema;
}
