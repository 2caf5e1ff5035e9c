using System.Data.Common;
using GigaChat.Usage.Storage;

namespace GigaChat.Usage.EntityFrameworkCore;

/// <summary>
/// The statements of alerts. Numbers, texts and times in microseconds are all there is, so one SQL text fits every
/// database.
/// </summary>
internal static class AlertRows
{
    private const int KeysAtOnce = 200;
    private const char Separator = '\n';

    private static readonly SqlText[] Columns =
    [
        $"id",
        $"rule",
        $"key",
        $"episode",
        $"severity",
        $"opened_at",
        $"last_seen_at",
        $"resolved_at",
        $"notified_at",
        $"is_held",
        $"is_current",
        $"users",
        $"content",
    ];

    private static readonly SqlText Selected = SqlText.List(Columns.Select(static SqlText (column) => $"a.{column}"));

    public static Task<List<UsageAlert>> CurrentAsync(UsageSession session) =>
        session.ReadAsync(
            session.Sql().Add($"SELECT {Selected} FROM {session.Tables.Alerts} a WHERE a.is_current = 1"),
            reader => Read(session, reader)
        );

    public static Task<List<UsageAlert>> ListAsync(UsageSession session, int count)
    {
        var sql = session.Sql();
        sql.Add(
            $"SELECT {Selected} FROM {session.Tables.Alerts} a ORDER BY CASE WHEN a.resolved_at = 0 THEN 0 ELSE 1 END, a.opened_at DESC, a.id LIMIT {count}"
        );
        return session.ReadAsync(sql, reader => Read(session, reader));
    }

    /// <summary>Gets the newest alert of each key that has one.</summary>
    public static async Task<List<UsageAlert>> NewestAsync(
        UsageSession session,
        IReadOnlyCollection<UsageAlertKey> keys
    )
    {
        var found = new List<UsageAlert>();
        foreach (var some in keys.Distinct().Chunk(KeysAtOnce))
        {
            var sql = session.Sql();
            var wanted = some.Select(key => sql.Text($"({key.Rule}, {key.Key})"));
            sql.Add(
                $"WITH k(rule, key) AS (VALUES {SqlText.List(wanted)}) SELECT {Selected} FROM k JOIN {session.Tables.Alerts} a "
                    + $"ON a.rule = k.rule AND a.key = k.key "
                    + $"WHERE NOT EXISTS (SELECT 1 FROM {session.Tables.Alerts} n WHERE n.rule = a.rule AND n.key = a.key AND n.episode > a.episode)"
            );
            found.AddRange(await session.ReadAsync(sql, reader => Read(session, reader)).ConfigureAwait(false));
        }

        return found;
    }

    /// <returns><c>false</c> if the episode is stored already.</returns>
    public static async Task<bool> TryInsertAsync(UsageSession session, UsageAlert alert)
    {
        var sql = session.Sql();
        sql.Add(
            $"INSERT INTO {session.Tables.Alerts} ({SqlText.List(Columns)}) VALUES ({session.Dialect.IdValue(alert.Id)}, {alert.Rule}, "
                + $"{alert.Key}, {alert.Episode}, {(int)alert.Severity}, {Time(alert.OpenedAt)}, "
                + $"{Time(alert.LastSeenAt)}, {Time(alert.ResolvedAt)}, {Time(alert.NotifiedAt)}, "
                + $"{Flag(alert.IsHeld)}, {Flag(alert.IsOpen || alert.IsHeld)}, {Join(alert.Users)}, {UsageAlertContent.Write(alert)}) "
                + $"ON CONFLICT (rule, key, episode) DO NOTHING"
        );
        return await session.ExecuteAsync(sql).ConfigureAwait(false) == 1;
    }

    public static Task<int> UpdateAsync(UsageSession session, UsageAlert alert)
    {
        var sql = session.Sql();
        sql.Add(
            $"UPDATE {session.Tables.Alerts} SET severity = {(int)alert.Severity}, last_seen_at = {Time(alert.LastSeenAt)}, "
                + $"resolved_at = {Time(alert.ResolvedAt)}, notified_at = {Time(alert.NotifiedAt)}, is_held = {Flag(alert.IsHeld)}, "
                + $"is_current = {Flag(alert.IsOpen || alert.IsHeld)}, users = {Join(alert.Users)}, content = {UsageAlertContent.Write(alert)} "
                + $"WHERE id = {session.Dialect.IdValue(alert.Id)}"
        );
        return session.ExecuteAsync(sql);
    }

    public static async Task ForgetAsync(UsageSession session, DateTimeOffset before)
    {
        var alerts = session.Sql();
        alerts.Add(
            $"DELETE FROM {session.Tables.Alerts} WHERE is_current = 0 AND opened_at < {Time(before)} AND resolved_at < {Time(before)}"
        );
        await session.ExecuteAsync(alerts).ConfigureAwait(false);
        var deliveries = session.Sql();
        deliveries.Add(
            $"DELETE FROM {session.Tables.AlertDeliveries} WHERE finished_at > 0 AND finished_at < {Time(before)}"
        );
        await session.ExecuteAsync(deliveries).ConfigureAwait(false);
    }

    /// <summary>Deletes the alerts and deliveries that name a user.</summary>
    public static async Task EraseAsync(UsageSession session, string userId)
    {
        var name = Join([userId]);
        foreach (var table in (SqlText[])[session.Tables.Alerts, session.Tables.AlertDeliveries])
        {
            var sql = session.Sql();
            sql.Add($"DELETE FROM {table} WHERE {session.Dialect.Contains(sql, $"users", name)}");
            await session.ExecuteAsync(sql).ConfigureAwait(false);
        }
    }

    public static string Join(IReadOnlyList<string> users) =>
        users.Count == 0 ? "" : $"{Separator}{string.Join(Separator, users)}{Separator}";

    public static string[] Split(string users) => users.Split(Separator, StringSplitOptions.RemoveEmptyEntries);

    public static long Time(DateTimeOffset? time) => time is { } known ? UnixMicroseconds.Of(known) : 0;

    public static SqlText Flag(bool flag) => SqlText.Number(flag ? 1 : 0);

    private static DateTimeOffset? TimeOf(long value) => value == 0 ? null : UnixMicroseconds.ToTime(value);

    private static UsageAlert Read(UsageSession session, DbDataReader reader) =>
        UsageAlertContent
            .Read(reader.GetString(12))
            .In(
                new UsageAlert
                {
                    Id = session.Dialect.ReadId(reader, 0),
                    Rule = reader.GetString(1),
                    Key = reader.GetString(2),
                    Episode = reader.GetInt32(3),
                    Severity = (UsageAlertSeverity)reader.GetInt32(4),
                    OpenedAt = UnixMicroseconds.ToTime(reader.GetInt64(5)),
                    LastSeenAt = UnixMicroseconds.ToTime(reader.GetInt64(6)),
                    ResolvedAt = TimeOf(reader.GetInt64(7)),
                    NotifiedAt = TimeOf(reader.GetInt64(8)),
                    IsHeld = reader.GetInt32(9) == 1,
                    Users = Split(reader.GetString(11)),
                    English = Empty,
                    Russian = Empty,
                }
            );

    private static readonly UsageAlertText Empty = new() { Title = "" };
}
