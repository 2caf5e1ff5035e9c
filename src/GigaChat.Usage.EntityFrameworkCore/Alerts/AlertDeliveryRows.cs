using System.Data.Common;

namespace GigaChat.Usage.EntityFrameworkCore;

/// <summary>The statements of the notifications that are to be delivered.</summary>
internal static class AlertDeliveryRows
{
    private static readonly SqlText Columns =
        $"notification_id, sink, rule, is_limited, payload, users, created_at, next_attempt_at, attempts, claim, claimed_until, last_error, finished_at";

    private static readonly SqlText Joined = SqlText.Constant(UsageAlertDelivery.JoinedRule);

    public static Task<int> InsertAsync(UsageSession session, UsageAlertDelivery delivery)
    {
        var sql = session.Sql();
        sql.Add(
            $"INSERT INTO {session.Tables.AlertDeliveries} ({Columns}) VALUES ({session.Dialect.IdValue(delivery.NotificationId)}, "
                + $"{delivery.Sink}, {delivery.Rule}, {AlertRows.Flag(delivery.IsLimited)}, {delivery.Payload}, "
                + $"{AlertRows.Join(delivery.Users)}, {AlertRows.Time(delivery.CreatedAt)}, {AlertRows.Time(delivery.NextAttemptAt)}, "
                + $"0, {session.Dialect.IdValue(Guid.Empty)}, 0, '', 0)"
        );
        return session.ExecuteAsync(sql);
    }

    /// <summary>Counts the limited notifications since a time: all, and those that join several alerts.</summary>
    public static async Task<(int All, int Joined)> CountAsync(UsageSession session, DateTimeOffset since)
    {
        var sql = session.Sql();
        sql.Add(
            $"SELECT COUNT(DISTINCT notification_id), COUNT(DISTINCT CASE WHEN rule = {Joined} THEN notification_id END) "
                + $"FROM {session.Tables.AlertDeliveries} WHERE is_limited = 1 AND created_at > {AlertRows.Time(since)}"
        );
        return (
            await session
                .ReadAsync(sql, static reader => ((int)reader.GetInt64(0), (int)reader.GetInt64(1)))
                .ConfigureAwait(false)
        )[0];
    }

    public static async Task<bool> IsAnyWaitingAsync(UsageSession session, string sink)
    {
        var sql = session.Sql();
        sql.Add($"SELECT 1 FROM {session.Tables.AlertDeliveries} WHERE sink = {sink} AND finished_at = 0 LIMIT 1");
        return (await session.ReadAsync(sql, static _ => true).ConfigureAwait(false)).Count > 0;
    }

    public static async Task<UsageAlertDelivery?> ClaimAsync(
        UsageSession session,
        string sink,
        DateTimeOffset now,
        DateTimeOffset databaseNow,
        TimeSpan lease
    )
    {
        var (table, sql) = (session.Tables.AlertDeliveries, session.Sql());
        var clock = sql.Value(AlertRows.Time(databaseNow));
        sql.Add(
            $"SELECT d.sequence, d.notification_id, d.sink, d.rule, d.is_limited, d.payload, d.users, d.created_at, d.next_attempt_at, d.attempts FROM {table} d "
                + $"WHERE d.sink = {sink} AND d.finished_at = 0 AND d.next_attempt_at <= {AlertRows.Time(now)} AND d.claimed_until < {clock} "
                + $"AND NOT EXISTS (SELECT 1 FROM {table} e WHERE e.sink = d.sink AND e.finished_at = 0 AND e.sequence < d.sequence "
                + $"AND (e.rule = d.rule OR e.rule = {Joined} OR d.rule = {Joined})) "
                + $"ORDER BY d.sequence LIMIT 1"
        );
        var due = await session.ReadAsync(sql, reader => Read(session, reader)).ConfigureAwait(false);
        if (due.Count == 0)
            return null;

        // Only one process changes the row that both have found.
        var claimed = due[0] with { Attempts = due[0].Attempts + 1, Claim = Guid.CreateVersion7() };
        var update = session.Sql();
        update.Add(
            $"UPDATE {table} SET claim = {session.Dialect.IdValue(claimed.Claim)}, attempts = attempts + 1, "
                + $"claimed_until = {AlertRows.Time(databaseNow + lease)} WHERE sequence = {claimed.Sequence} "
                + $"AND finished_at = 0 AND claimed_until < {AlertRows.Time(databaseNow)}"
        );
        return await session.ExecuteAsync(update).ConfigureAwait(false) == 1 ? claimed : null;
    }

    public static Task<int> FinishAsync(UsageSession session, UsageAlertDelivery delivery, DateTimeOffset now)
    {
        var sql = session.Sql();
        sql.Add(
            $"UPDATE {session.Tables.AlertDeliveries} SET finished_at = {AlertRows.Time(now)} WHERE sequence = {delivery.Sequence}"
        );
        return session.ExecuteAsync(sql);
    }

    public static Task<int> PostponeAsync(
        UsageSession session,
        UsageAlertDelivery delivery,
        DateTimeOffset nextAttemptAt,
        string error
    )
    {
        var sql = session.Sql();
        sql.Add(
            $"UPDATE {session.Tables.AlertDeliveries} SET claimed_until = 0, next_attempt_at = {AlertRows.Time(nextAttemptAt)}, "
                + $"last_error = {(error.Length > AlertDeliveryRow.ErrorLength ? error[..AlertDeliveryRow.ErrorLength] : error)} "
                + $"WHERE sequence = {delivery.Sequence} AND claim = {session.Dialect.IdValue(delivery.Claim)}"
        );
        return session.ExecuteAsync(sql);
    }

    public static Task<List<UsageAlertBacklog>> BacklogAsync(UsageSession session) =>
        session.ReadAsync(
            session
                .Sql()
                .Add(
                    $"SELECT sink, COUNT(*), MIN(created_at), MAX(attempts), MAX(last_error) FROM {session.Tables.AlertDeliveries} WHERE finished_at = 0 GROUP BY sink ORDER BY sink"
                ),
            static reader => new UsageAlertBacklog(
                reader.GetString(0),
                reader.GetInt64(1),
                UnixMicroseconds.ToTime(reader.GetInt64(2)),
                reader.GetInt32(3),
                reader.GetString(4) is { Length: > 0 } error ? error : null
            )
        );

    private static UsageAlertDelivery Read(UsageSession session, DbDataReader reader) =>
        new()
        {
            Sequence = reader.GetInt64(0),
            NotificationId = session.Dialect.ReadId(reader, 1),
            Sink = reader.GetString(2),
            Rule = reader.GetString(3),
            IsLimited = reader.GetInt32(4) == 1,
            Payload = reader.GetString(5),
            Users = AlertRows.Split(reader.GetString(6)),
            CreatedAt = UnixMicroseconds.ToTime(reader.GetInt64(7)),
            NextAttemptAt = UnixMicroseconds.ToTime(reader.GetInt64(8)),
            Attempts = reader.GetInt32(9),
        };
}
