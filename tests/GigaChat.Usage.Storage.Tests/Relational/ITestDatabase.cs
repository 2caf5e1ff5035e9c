using GigaChat.Usage.EntityFrameworkCore;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace GigaChat.Usage;

/// <summary>A database for one test, deleted with its disposal.</summary>
internal interface ITestDatabase : IAsyncDisposable
{
    string ConnectionString { get; }

    EfUsageStore Open(
        bool migrateOnStart = true,
        TimeZoneInfo? timeZone = null,
        TimeProvider? time = null,
        ILogger? logger = null,
        TagLimits? tags = null
    );

    /// <summary>Runs SQL over a connection of its own.</summary>
    Task<object?> ExecuteAsync(string sql);

    static StoreServices Services(
        TimeZoneInfo? timeZone,
        TimeProvider? time,
        ILogger? logger,
        TagLimits? tags = null
    ) =>
        new(timeZone ?? ReportTimeZone.Default, time ?? TimeProvider.System, logger ?? NullLogger.Instance)
        {
            Tags = tags ?? TagLimits.Default,
        };
}
