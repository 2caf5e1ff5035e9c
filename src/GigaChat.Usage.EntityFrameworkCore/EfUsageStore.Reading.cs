using Microsoft.EntityFrameworkCore;

namespace GigaChat.Usage;

public abstract partial class EfUsageStore
{
    /// <inheritdoc />
    public Task<IReadOnlyList<UsageGroup>> AggregateAsync(UsageFilter filter, UsageGrouping groupBy, CancellationToken ct = default)
    {
        ArgumentNullException.ThrowIfNull(groupBy);
        groupBy.Validate();
        var conditions = new SqlConditions(filter);
        return RunAsync(AggregateAsync, ct);

        async Task<IReadOnlyList<UsageGroup>> AggregateAsync(UsageDbContext context)
        {
            await context.Database.OpenConnectionAsync(ct).ConfigureAwait(false);
            return await new GroupQuery(groupBy).RunAsync(context, conditions, ct).ConfigureAwait(false);
        }
    }

    /// <inheritdoc />
    public Task<UsagePageResult> ListAsync(UsageFilter filter, UsagePage page, CancellationToken ct = default)
    {
        ArgumentNullException.ThrowIfNull(page);
        page.Validate();
        var conditions = new SqlConditions(filter);
        if (page.After is { } after)
            conditions.AddPlace("<", after);
        if (page.Before is { } before)
            conditions.AddPlace(">", before);
        return RunAsync(ListAsync, ct);

        async Task<UsagePageResult> ListAsync(UsageDbContext context)
        {
            var backwards = page.Before is not null;
            var direction = backwards ? "ASC" : "DESC";

            // One more than asked for tells whether the list goes on.
            var sql = $"SELECT * FROM {UsageRecordMap.Table}{conditions} ORDER BY created_at {direction}, id {direction} LIMIT {page.Size + 1}";
            using var command = context.Database.GetDbConnection().CreateCommand();
            var parameters = conditions.Parameters.ConvertAll(parameter => (object)command.AddParameter(parameter.Name, parameter.Value));
            command.Parameters.Clear();
            var records = await context.Records.FromSqlRaw(sql, [.. parameters]).AsNoTracking().ToListAsync(ct).ConfigureAwait(false);

            var more = records.Count > page.Size;
            if (more)
                records.RemoveAt(page.Size);
            if (!backwards)
                return UsagePageResult.Of(records, hasOlder: more, hasNewer: page.After is not null);
            records.Reverse();
            return UsagePageResult.Of(records, hasOlder: true, hasNewer: more);
        }
    }

    /// <inheritdoc />
    public Task<UsageRecord?> FindAsync(Guid id, CancellationToken ct = default) =>
        RunAsync(context => context.Records.AsNoTracking().FirstOrDefaultAsync(record => record.Id == id, ct), ct);
}
