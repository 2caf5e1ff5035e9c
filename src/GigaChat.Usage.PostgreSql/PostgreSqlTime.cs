using GigaChat.Usage.EntityFrameworkCore;

namespace GigaChat.Usage.PostgreSql;

/// <summary>Times in PostgreSQL's format: microseconds since 2000, without a zone.</summary>
/// <remarks>
/// Read and written as numbers, because the driver's conversion of <see cref="DateTime"/> depends on a switch of the
/// whole application (<c>Npgsql.EnableLegacyTimestampBehavior</c>) and on the zones of machine and session (L25).
/// </remarks>
internal static class PostgreSqlTime
{
    private static readonly long Epoch = UnixMicroseconds.Of(new DateTimeOffset(2000, 1, 1, 0, 0, 0, TimeSpan.Zero));

    public static long Of(long unixMicroseconds) => unixMicroseconds - Epoch;

    public static long ToUnixMicroseconds(long value) => value + Epoch;
}
