namespace GigaChat.Usage.ClickHouse;

/// <summary>Removes a user from the records by a mutation, and from sealed days by replacing them.</summary>
internal sealed class Erasure(ClickHouseDatabase database, SealStates states, Sealer sealer)
{
    public async Task<long> EraseAsync(string userId, string replacement, CancellationToken cancellationToken)
    {
        var (tables, user) = (database.Tables, SqlText.Of(userId));
        var counts = await database
            .ReadAsync(
                $"SELECT toInt64(count()) FROM {tables.Records} FINAL WHERE user_id = {user}",
                static reader => reader.GetInt64(0),
                cancellationToken
            )
            .ConfigureAwait(false);

        // Of the folded text the access token and the generation stay.
        var folded = $"splitByString('\uFFFF', folded)";
        await database
            .MaintainAsync(
                $"ALTER TABLE {tables.LocalRecords}{tables.OnCluster} UPDATE user_id = {SqlText.Of(replacement)}, user_name = '', topic = '', session_id = '', "
                    + $"folded = if(folded = '', '', concat('\uFFFF\uFFFF', {folded}[3], '\uFFFF', {folded}[4])) WHERE user_id = {user}",
                cancellationToken
            )
            .ConfigureAwait(false);
        await MarkAsync(replacement, cancellationToken).ConfigureAwait(false);
        await ReplaceAsync(user, SqlText.Of(replacement), cancellationToken).ConfigureAwait(false);
        return counts[0];
    }

    /// <summary>
    /// Marks the hours of days that are not sealed: a seal of records as they were before may be under way.
    /// </summary>
    private async Task MarkAsync(string replacement, CancellationToken cancellationToken)
    {
        var state = await states.ReadAsync(cancellationToken).ConfigureAwait(false);
        var hours = await database
            .ReadAsync(
                $"SELECT DISTINCT toInt32(intDiv(created_at, {UsageMicroseconds.Hour})) FROM {database.Tables.Records} WHERE user_id = {SqlText.Of(replacement)}",
                static reader => reader.GetInt32(0),
                cancellationToken
            )
            .ConfigureAwait(false);
        var open = state.Zone is { } zone ? hours.FindAll(hour => !IsSealed(state, zone, hour)) : hours;
        if (open.Count > 0)
            await database.ExecuteAsync(HourMarks.Sql(database.Tables, open), cancellationToken).ConfigureAwait(false);
    }

    private bool IsSealed(SealState state, ZoneDays zone, int hour)
    {
        var at = hour * UsageMicroseconds.Hour;
        return state
            .DaysOf(zone, at, at + UsageMicroseconds.Hour)
            .TrueForAll(day => sealer.IsSealed(state, day.Day, day.MarkedAt));
    }

    private async Task ReplaceAsync(string user, string replacement, CancellationToken cancellationToken)
    {
        var rollups = database.Tables.Rollups;
        var days = await database
            .ReadAsync(
                $"SELECT DISTINCT bucket FROM {rollups} WHERE kind = {(int)RollupKind.Days} AND user_id = {user}",
                static reader => reader.GetInt32(0),
                cancellationToken
            )
            .ConfigureAwait(false);
        if (days.Count == 0)
            return;
        var stage = await sealer.StageAsync(cancellationToken).ConfigureAwait(false);
        await using var _ = stage.ConfigureAwait(false);
        foreach (var day in days)
        {
            await database
                .MaintainAsync(
                    $"INSERT INTO {stage.Name} ({RollupSql.Columns}) SELECT * REPLACE (if(r.user_id = {user}, {replacement}, r.user_id) AS user_id, "
                        + $"if(r.user_id = {user}, '', r.user_name) AS user_name, if(r.user_id = {user}, toInt64(-1), r.name_at) AS name_at) FROM {rollups} AS r WHERE r.bucket = {day}",
                    cancellationToken
                )
                .ConfigureAwait(false);
            await sealer.ReplaceAsync(day, stage, cancellationToken).ConfigureAwait(false);
        }
    }
}
