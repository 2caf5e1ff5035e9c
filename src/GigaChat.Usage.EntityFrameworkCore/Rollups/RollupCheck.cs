using System.Data.Common;
using GigaChat.Usage.DependencyInjection;

namespace GigaChat.Usage.EntityFrameworkCore;

/// <summary>
/// Compares the rollups with the sums of the records, which are read in the order of time: a week of the report at a
/// time, so that no more than the sums of a week are in memory.
/// </summary>
internal sealed class RollupCheck
{
    private const int MaxDifferences = 1_000;

    private readonly UsageSession _session;
    private readonly RollupState _state;
    private readonly LocalDays _days;
    private readonly RollupDeltas _rollups;
    private readonly LatencyDeltas _latency;
    private readonly TagDeltas _tags;
    private readonly List<UsageRollupDifference> _differences = [];

    private RollupCheck(UsageSession session, RollupState state)
    {
        (_session, _state, _days) = (session, state, new LocalDays(state.Zone ?? ReportTimeZone.Default));
        (_rollups, _latency, _tags) = (new RollupDeltas(_days), new LatencyDeltas(_days), new TagDeltas(_days));
    }

    public static async Task<IReadOnlyList<UsageRollupDifference>> RunAsync(UsageSession session)
    {
        var check = new RollupCheck(session, await RollupState.ReadAsync(session).ConfigureAwait(false));
        await check.RunAsync().ConfigureAwait(false);
        return check._differences;
    }

    private async Task RunAsync()
    {
        var range = RollupRange.All;
        RollupRange? next = null;
        await foreach (var page in RollupMaintenance.PagesAsync(_session).ConfigureAwait(false))
        {
            foreach (var record in page)
            {
                var moment = UnixMicroseconds.Of(record.CreatedAt);
                if (moment >= next?.FirstHour)
                {
                    await CompareAsync(range.Until(next)).ConfigureAwait(false);
                    (range, next) = (next, null);
                }

                next ??= RollupRange.After(moment, _days);
                _rollups.Add(record);
                _latency.Add(record);
                _tags.Add(record);
            }
        }

        await CompareAsync(range).ConfigureAwait(false);
    }

    /// <summary>Compares the rows of a range with the sums of its records, and clears these.</summary>
    private async Task CompareAsync(RollupRange range)
    {
        foreach (var kind in RollupFamily.Hours.Concat(RollupFamily.Days).Concat(RollupFamily.Weeks))
        {
            var sql = _session.Sql();
            sql.Add($"SELECT {RollupColumns.Keys}, {RollupColumns.Sums} FROM {_session.Tables.Rollups}");
            range.AddCondition(sql, (short)kind, isHour: RollupFamily.Hours.Contains(kind));
            await _session
                .ReadAsync(sql, reader =>
                {
                    var (key, stored) = Read(reader, _session.Dialect);
                    if (key.IsCovered(_state))
                        Compare(key, stored, _rollups.Take(key) ?? new RollupSums());
                })
                .ConfigureAwait(false);
        }

        foreach (var (key, sums) in _rollups.Sorted(_state))
            Compare(key, new RollupSums(), sums);
        await LatencyMaintenance.CheckAsync(_session, _state, range, _latency, Report).ConfigureAwait(false);
        await TagMaintenance.CheckAsync(_session, _state, range, _tags, Report).ConfigureAwait(false);
        _rollups.Clear();
        _latency.Clear();
        _tags.Clear();
    }

    private void Compare(RollupKey key, RollupSums stored, RollupSums wanted)
    {
        if (stored != wanted)
            Report(
                new UsageRollupDifference(
                    key.Kind.ToString(),
                    UnixMicroseconds.ToTime(key.Bucket),
                    Group(key, stored),
                    Group(key, wanted)
                )
            );
    }

    private void Report(UsageRollupDifference difference)
    {
        if (_differences.Count < MaxDifferences)
            _differences.Add(difference);
    }

    private static (RollupKey Key, RollupSums Sums) Read(DbDataReader reader, UsageDialect dialect) =>
        (
            new RollupKey(
                (RollupKind)reader.GetInt16(0),
                dialect.ReadTime(reader, 1),
                UserId: reader.GetString(2),
                AccessToken: reader.GetString(3),
                Operation: reader.GetString(4),
                Model: reader.GetString(5),
                AccessTokenType: reader.GetString(6),
                Platform: reader.GetString(7),
                Source: (UsageSource)reader.GetInt16(8),
                Outcome: (UsageOutcome)reader.GetInt16(9),
                IsBatch: reader.GetBoolean(10)
            ),
            SumColumns.Read(reader, 11) with
            {
                NameStamp = reader.GetString(18),
            }
        );

    private static UsageGroup Group(RollupKey key, RollupSums sums) =>
        sums.In(
            new UsageGroup
            {
                Operation = key.Operation.Length == 0 ? (UsageOperation?)null : new UsageOperation(key.Operation),
                Model = NullIfEmpty(key.Model),
                UserId = NullIfEmpty(key.UserId),
                UserName = NameStamp.NameIn(sums.NameStamp),
                AccessToken = NullIfEmpty(key.AccessToken),
                AccessTokenType = NullIfEmpty(key.AccessTokenType),
                Platform = NullIfEmpty(key.Platform),
                Source = key.Source,
                Outcome = key.Outcome,
                IsBatch = key.IsBatch,
            }
        );

    private static string? NullIfEmpty(string text) => text.Length == 0 ? null : text;
}
