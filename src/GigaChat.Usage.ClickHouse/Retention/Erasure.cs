namespace GigaChat.Usage.ClickHouse;

/// <summary>Removes a user from the records by mutations, and from sealed days by new seals of them.</summary>
internal sealed class Erasure(ClickHouseDatabase database, SealStates states, Sealer sealer)
{
    /// <summary>The number of seals that may bring the user back while they are erased: more than are ever under
    /// way.</summary>
    private const int MostRounds = 100;

    private const int ValuesPerStatement = 20_000;

    public async Task<long> EraseAsync(
        string userId,
        string replacement,
        IEnumerable<string> personalTags,
        CancellationToken cancellationToken
    )
    {
        var (tables, user) = (database.Tables, SqlText.Of(userId));
        var counts = await database
            .ReadAsync(
                $"SELECT toInt64(count()) FROM {tables.Records} FINAL WHERE user_id = {user}",
                static reader => reader.GetInt64(0),
                cancellationToken
            )
            .ConfigureAwait(false);
        foreach (var key in personalTags)
            await EraseTagAsync(user, key, replacement, cancellationToken).ConfigureAwait(false);

        // Of the folded text the access token and the generation stay.
        var folded = $"splitByString('\uFFFF', folded)";
        await UpdateAsync(
                $"user_id = {SqlText.Of(replacement)}, user_name = '', topic = '', session_id = '', "
                    + $"folded = if(folded = '', '', concat('\uFFFF\uFFFF', {folded}[3], '\uFFFF', {folded}[4]))",
                $"user_id = {user}",
                cancellationToken
            )
            .ConfigureAwait(false);

        // A seal of records as they were before may be under way. It is either found below, or finds this.
        await SayErasedAsync(cancellationToken).ConfigureAwait(false);
        for (
            var round = 0;
            await EraseSealsAsync(user, SqlText.Of(replacement), cancellationToken).ConfigureAwait(false);
            round++
        )
        {
            if (round == MostRounds)
                throw new UsageStoreException(
                    "Sealed days still have the user, because others seal the same days again and again: erase the user again."
                );
        }

        return counts[0];
    }

    /// <summary>
    /// Replaces the values that a tag has on the user's records, in every record: one that two users share names both.
    /// </summary>
    private async Task EraseTagAsync(string user, string key, string replacement, CancellationToken cancellationToken)
    {
        var tag = SqlText.Of(key);
        var values = await database
            .ReadAsync(
                $"SELECT DISTINCT toString(tags[{tag}]) AS value FROM {database.Tables.Records} WHERE user_id = {user} AND value <> '' ORDER BY value",
                static reader => reader.GetString(0),
                cancellationToken
            )
            .ConfigureAwait(false);
        var number = 0;
        foreach (var some in values.Chunk(ValuesPerStatement))
        {
            var others = some.Select(_ => number++ == 0 ? replacement : $"{replacement}-{number}").Select(SqlText.Of);
            var (old, other) = (string.Join(", ", some.Select(SqlText.Of)), string.Join(", ", others));
            await UpdateAsync(
                    $"tags = mapApply((k, v) -> (k, if(k = {tag}, transform(toString(v), [{old}], [{other}], toString(v)), toString(v))), tags)",
                    $"tags[{tag}] IN ({old})",
                    cancellationToken
                )
                .ConfigureAwait(false);
        }
    }

    private Task UpdateAsync(string changes, string condition, CancellationToken cancellationToken) =>
        database.MaintainAsync(
            $"ALTER TABLE {database.Tables.LocalRecords}{database.Tables.OnCluster} UPDATE {changes} WHERE {condition}",
            cancellationToken
        );

    private Task SayErasedAsync(CancellationToken cancellationToken) =>
        database.ExecuteAsync(ClickHouseSchema.Set(database.Tables, ClickHouseSetting.Erased, ""), cancellationToken);

    /// <summary>Seals the days that have the user again, then deletes the user from every other seal.</summary>
    /// <returns><c>true</c> if there were any; otherwise, <c>false</c>.</returns>
    private async Task<bool> EraseSealsAsync(string user, string replacement, CancellationToken cancellationToken)
    {
        var users = database.Tables.Users;
        var ofUser = $"kind IN ({(int)RollupKind.Days}, {(int)RollupKind.Users}) AND user_id = {user}";
        var found = await database
            .ReadAsync(
                $"SELECT DISTINCT bucket, toString(seal) FROM {users} WHERE {ofUser}",
                static reader => (Day: reader.GetInt32(0), Number: reader.GetString(1)),
                cancellationToken
            )
            .ConfigureAwait(false);
        if (found.Count == 0)
            return false;

        var state = await states.ReadAsync(cancellationToken).ConfigureAwait(false);
        var now = await database.ReadClockAsync(cancellationToken).ConfigureAwait(false);
        var drafts = new List<Sealer.Draft>();
        foreach (var (day, number) in found)
        {
            if (state.Seals.GetValueOrDefault(day) is { } seal && seal.Number == number)
                drafts.Add(
                    await CopyAsync(seal, Seal.NewNumber(now), user, replacement, cancellationToken)
                        .ConfigureAwait(false)
                );
        }

        await sealer.CommitAsync(drafts, cancellationToken).ConfigureAwait(false);
        state = await states.ReadAsync(cancellationToken).ConfigureAwait(false);
        var old = found.FindAll(it => state.Seals.GetValueOrDefault(it.Day)?.Number != it.Number);
        if (old.Count > 0)
        {
            await database
                .MaintainAsync(
                    $"ALTER TABLE {users} DELETE WHERE {ofUser} AND {SqlText.In("seal", old.Select(it => it.Number))}",
                    cancellationToken
                )
                .ConfigureAwait(false);
            await SayErasedAsync(cancellationToken).ConfigureAwait(false);
        }

        return true;
    }

    private async Task<Sealer.Draft> CopyAsync(
        Seal seal,
        string number,
        string user,
        string replacement,
        CancellationToken cancellationToken
    )
    {
        await sealer
            .WriteAsync(RollupSql.Copy(database.Tables, seal, number, column => column switch
                    {
                        "user_id" => $"if(r.user_id = {user}, {replacement}, r.user_id)",
                        "user_name" => $"if(r.user_id = {user}, '', r.user_name)",
                        "name_at" => $"if(r.user_id = {user}, toInt64(-1), r.name_at)",
                        _ => null,
                    }), cancellationToken)
            .ConfigureAwait(false);
        return new Sealer.Draft(seal with { Number = number }, seal, To: 0);
    }
}
