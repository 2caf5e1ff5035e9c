namespace GigaChat.Usage.ClickHouse;

/// <summary>Seals days: writes the sums of their records as rows with a number of their own, then the row that commits
/// that number.</summary>
/// <remarks>
/// Rows without a commit do not count, so a sealer may end at any moment, and any number may seal the same day.
/// </remarks>
internal sealed class Sealer(ClickHouseDatabase database, SealStates states, ClickHouseServices services)
{
    private readonly long _grace = services.Grace.Ticks / TimeSpan.TicksPerMicrosecond;

    /// <summary>Seals the days that have ended and are not sealed, or were written to since.</summary>
    /// <param name="all"><c>true</c> if sealed days are sealed again.</param>
    /// <param name="before">Only days that end at or before a moment.</param>
    /// <param name="cancellationToken">The token to monitor for cancellation requests.</param>
    /// <returns>The number of sealed days.</returns>
    public async Task<int> SealAsync(bool all, long before, CancellationToken cancellationToken)
    {
        var state = await WithZoneAsync(cancellationToken).ConfigureAwait(false);
        if (state.Zone is not { } zone || state.Extent is not { } extent)
            return 0;
        var days = state
            .DaysOf(zone, extent.From, extent.To)
            .FindAll(day =>
                day.To <= Math.Min(state.Now, before)
                && day.To > state.RecordsFrom
                && (all || (!IsSealed(state, day.Day, day.MarkedAt) && day.MarkedAt + _grace < state.Now))
            );
        var count = 0;
        await foreach (var some in StoredDay.GroupAsync(days, database, cancellationToken).ConfigureAwait(false))
        {
            var drafts = await WriteAsync(some, zone, state.StoredZone!, cancellationToken).ConfigureAwait(false);
            count += await CommitAsync(drafts, cancellationToken).ConfigureAwait(false);
        }

        if (count > 0)
            Log.Sealed(services.Logger, count);
        return count;
    }

    /// <summary>Gets <c>true</c> if a day's rollups have every record that was written; otherwise, <c>false</c>.</summary>
    public bool IsSealed(SealState state, int day, long markedAt) =>
        state.Seals.TryGetValue(day, out var seal) && markedAt + _grace < seal.SealedAt;

    /// <summary>Writes the rows of seals of days, which others do not see before their commit.</summary>
    public async Task<IReadOnlyList<Draft>> WriteAsync(
        IReadOnlyList<StoredDay> days,
        ZoneDays zone,
        string storedZone,
        CancellationToken cancellationToken
    )
    {
        var now = await database.ReadClockAsync(cancellationToken).ConfigureAwait(false);
        var drafts = days.Select(day => new Draft(
                new Seal(day.Day, Seal.NewNumber(now), now, CommittedAt: 0, Rows: 0, storedZone),
                Copied: null,
                day.To
            ))
            .ToList();
        var numbers = drafts.ConvertAll(static draft => draft.Seal.Number);
        await WriteAsync(RollupSql.OfRecords(database.Tables, zone, days, numbers), cancellationToken)
            .ConfigureAwait(false);
        return drafts;
    }

    /// <summary>Writes rows of seals.</summary>
    public async Task WriteAsync(IEnumerable<RollupRows> parts, CancellationToken cancellationToken)
    {
        foreach (var rows in parts)
            await database.MaintainAsync(rows.Insert, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Commits the seals that are whole and that nothing has overtaken meanwhile.</summary>
    /// <returns>The number of committed seals.</returns>
    public async Task<int> CommitAsync(IReadOnlyList<Draft> drafts, CancellationToken cancellationToken)
    {
        if (drafts.Count == 0)
            return 0;
        var written = await states
            .CountAsync(drafts.Select(draft => draft.Seal), cancellationToken)
            .ConfigureAwait(false);
        var state = await states.ReadAsync(cancellationToken).ConfigureAwait(false);
        var whole = new List<Seal>();
        foreach (var draft in drafts)
        {
            var (rows, isWhole) = written.GetValueOrDefault(draft.Seal.Number, (0, database.Tables.Cluster is null));
            if (isWhole && draft.IsCurrent(state))
                whole.Add(draft.Seal with { Rows = rows });
        }

        if (whole.Count > 0)
            await database
                .ExecuteAsync(RollupSql.Commit(database.Tables, whole), cancellationToken)
                .ConfigureAwait(false);
        return whole.Count;
    }

    /// <summary>Reads the state, after the time zone of days was stored where there was none.</summary>
    public async Task<SealState> WithZoneAsync(CancellationToken cancellationToken)
    {
        var state = await states.ReadAsync(cancellationToken).ConfigureAwait(false);
        if (state.StoredZone is not null)
            return state;
        await database
            .ExecuteAsync(
                ClickHouseSchema.Set(database.Tables, ClickHouseSetting.ReportTimeZone, services.TimeZone.Id),
                cancellationToken
            )
            .ConfigureAwait(false);
        return await states.ReadAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <summary>A seal before its commit.</summary>
    /// <param name="Seal">The seal.</param>
    /// <param name="Copied">Another seal of which the rows are included; null if it was made from records alone.</param>
    /// <param name="To">The end of the day.</param>
    internal sealed record Draft(Seal Seal, Seal? Copied, long To)
    {
        /// <summary>
        /// Gets <c>true</c> if what was read for this seal was still the truth after it was written; otherwise,
        /// <c>false</c>. A deletion of records and an erasure are stored before they begin, and looked for here.
        /// </summary>
        public bool IsCurrent(SealState state)
        {
            if (state.StoredZone != Seal.Zone || state.ErasedAt >= Seal.CreatedAt)
                return false;
            var newest = state.Seals.GetValueOrDefault(Seal.Day);
            return Copied is null
                ? To > state.RecordsFrom && newest?.IsNewerThan(Seal) != true
                : newest?.Number == Copied.Number;
        }
    }
}
