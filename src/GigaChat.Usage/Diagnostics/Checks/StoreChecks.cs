using GigaChat.Usage.DependencyInjection;
using GigaChat.Usage.Queries;
using GigaChat.Usage.Recording;
using GigaChat.Usage.Storage;
using Microsoft.Extensions.DependencyInjection;

namespace GigaChat.Usage.Diagnostics;

/// <summary>Checks whether the store can be used, and whether the figures of the last days are complete.</summary>
internal sealed class StoreChecks(IServiceProvider services, ClientChecks clients, CancellationToken limit)
{
    private const int Days = 7;
    private const double ManyEstimates = 0.2;
    private const int MostModels = 5;
    private static readonly TimeSpan LongLag = TimeSpan.FromMinutes(1);
    private const string Migrate =
        "Call MigrateGigaChatUsageAsync() on the services during deployment, or leave MigrateOnStart true.";

    private readonly List<UsageFinding> _findings = [];

    public async Task<IEnumerable<UsageFinding>> ExamineAsync()
    {
        var store = services.GetRequiredService<IUsageStore>();
        if (ChosenStore.IsMissing(services))
        {
            Add(
                UsageFindingCode.NoStoreChosen,
                UsageFindingSeverity.Warning,
                $"No store was chosen: records are stored in this process's memory, and are lost when it ends.",
                "Choose one on the result of AddGigaChatUsageTracking(): UseSqlite(…), UsePostgreSql(…), or UseInMemory() if this is intended."
            );
        }

        if (TryGetUsage(store) is not { } usage)
            return _findings;
        if (ReferenceEquals(usage.TimeZone, ReportTimeZone.Fallback))
        {
            Add(
                UsageFindingCode.NoTimeZones,
                UsageFindingSeverity.Notice,
                $"This machine has no time zone data: days are those of UTC+3.",
                "Install time zone data (the package tzdata) if reports include times before 2014 or need another time zone."
            );
        }

        await ExamineReplicaAsync().ConfigureAwait(false);
        if (!await IsSchemaReadyAsync(store).ConfigureAwait(false))
            return _findings;
        if (
            await AskAsync(cancellationToken =>
                    usage.PriceAsync(
                        new UsageFilter { From = usage.Now.AddDays(-Days), To = usage.Now.AddTicks(1) },
                        UsageDimensions.None,
                        cancellationToken
                    )
                )
                .ConfigureAwait(false) is
            { } groups
        )
        {
            Examine(UsageCost.Of(groups, usage.Prices), groups.Sum(static group => group.Usage.EstimatedTokens));
            if (groups.Sum(static group => group.Usage.Count) == 0)
                ExamineCalls();
        }

        if (
            await AskAsync(cancellationToken =>
                    services.GetRequiredService<IUsageReader>() is IUsageTagReader tags
                        ? tags.GetTagKeysAsync(usage.Now.AddDays(-Days), usage.Now, cancellationToken)
                        : Task.FromResult<IReadOnlyList<UsageTagKey>>([])
                )
                .ConfigureAwait(false) is
            { } keys
        )
            Examine(keys);
        return _findings;
    }

    private GigaChatTokenUsage? TryGetUsage(IUsageStore store)
    {
        try
        {
            return services.GetRequiredService<GigaChatTokenUsage>();
        }
        catch (InvalidOperationException)
        {
            var name = store.GetType().Name;
            Add(
                UsageFindingCode.StoreAnswersNothing,
                UsageFindingSeverity.Warning,
                $"The store {name} accepts records but does not support queries.",
                "Implement IUsageReader in it, or register an IUsageReader after choosing the store.",
                ("store", name)
            );
            return null;
        }
    }

    /// <returns><c>true</c> if the store can be queried for figures; otherwise, <c>false</c>.</returns>
    private async Task<bool> IsSchemaReadyAsync(IUsageStore store)
    {
        if (store is not IUsageStoreSchema schema)
            return true;
        switch (
            await AskAsync(async cancellationToken =>
                    (object)await schema.GetSchemaStateAsync(cancellationToken).ConfigureAwait(false)
                )
                .ConfigureAwait(false) as UsageStoreSchemaState?
        )
        {
            case null:
                return false;
            case UsageStoreSchemaState.Missing:
                Add(
                    UsageFindingCode.SchemaMissing,
                    UsageFindingSeverity.Error,
                    $"The tables of usage tracking are missing from the store, which accepts no records.",
                    Migrate
                );
                return false;
            case UsageStoreSchemaState.Older:
                Add(
                    UsageFindingCode.SchemaOlder,
                    UsageFindingSeverity.Error,
                    $"The tables of usage tracking are of an older version than the package.",
                    Migrate
                );
                return false;
            case UsageStoreSchemaState.Newer:
                Add(
                    UsageFindingCode.SchemaNewer,
                    UsageFindingSeverity.Warning,
                    $"The tables of usage tracking were migrated by a newer version of the package than this process has.",
                    "Update the package here too; until then writing continues as far as the tables allow."
                );
                return true;
            case UsageStoreSchemaState.OtherTimeZone:
                Add(
                    UsageFindingCode.OtherTimeZone,
                    UsageFindingSeverity.Warning,
                    $"The daily totals in the store are those of another time zone than the option TimeZone: queries by day are slow, and not exact once records are deleted.",
                    "Set the same TimeZone in all applications on the store. If the new one is intended, call RebuildRollupsAsync() of the store once, before records are deleted."
                );
                return true;
            default:
                return true;
        }
    }

    private async Task ExamineReplicaAsync()
    {
        if (services.GetRequiredService<IUsageReader>() is not IUsageReplica replica)
            return;
        var lag = await AskAsync(async cancellationToken =>
                (object?)await replica.GetReplicationLagAsync(cancellationToken).ConfigureAwait(false) ?? TimeSpan.Zero
            )
            .ConfigureAwait(false);
        if (lag is not TimeSpan behind || behind <= TimeSpan.Zero)
            return;
        Add(
            UsageFindingCode.ReplicaLags,
            behind > LongLag ? UsageFindingSeverity.Warning : UsageFindingSeverity.Notice,
            $"Queries read a standby that is {Lengths.Words(behind)} behind.",
            "Check the standby's load and its connection to the primary; figures are those of its last change.",
            ("lag", behind)
        );
    }

    private void Examine(UsageCost cost, long estimated)
    {
        if (!cost.IsComplete)
        {
            var models = cost.UnpricedModels;
            var names = string.Join(", ", models.Take(MostModels)) + (models.Count > MostModels ? ", …" : "");
            Add(
                UsageFindingCode.PriceMissing,
                UsageFindingSeverity.Warning,
                $"Tokens of the last {Days} days without a price in \"{cost.PriceBook}\": {cost.UnpricedTokens:N0} ({names}).",
                "Add the models to an application-provided price book for UsePriceBook(…): until then costs are incomplete, and budgets in rubles do not count these calls.",
                ("tokens", cost.UnpricedTokens),
                ("models", names),
                ("book", cost.PriceBook),
                ("days", (long)Days)
            );
        }

        if (Ratio.Of(estimated, cost.Tokens) is > ManyEstimates and var share)
        {
            Add(
                UsageFindingCode.ManyEstimates,
                UsageFindingSeverity.Warning,
                $"{Math.Round(share * 100):N0}% of the tokens of the last {Days} days are estimates ({estimated:N0}).",
                "Read streams to their end, where usage is reported, and configure a gateway to forward it (stream_options with include_usage for OpenAI's API).",
                ("share", share),
                ("tokens", estimated),
                ("days", (long)Days)
            );
        }
    }

    private void Examine(IReadOnlyList<UsageTagKey> keys)
    {
        var names = string.Join(
            ", ",
            keys.Where(static key => key.HasOthers).Select(static key => key.Key.Length == 0 ? "…" : key.Key)
        );
        if (names.Length == 0)
            return;
        Add(
            UsageFindingCode.TagValuesBeyondLimit,
            UsageFindingSeverity.Warning,
            $"Tags with more values a day than the store adds up one by one, in the last {Days} days: {names}. The other values are added up as one.",
            "Use tags with few values, not the ids of requests; otherwise raise MaxTagValuesPerDay, or MaxTagKeysPerDay where the tag is \"…\".",
            ("tag", names),
            ("days", (long)Days)
        );
    }

    private void ExamineCalls()
    {
        var counters = services.GetRequiredService<IUsageRecorder>().Counters;
        if (counters.Offered > counters.Replayed)
            return;
        Add(
            UsageFindingCode.NoCallSeen,
            UsageFindingSeverity.Notice,
            $"No GigaChat call has been seen: neither by this process, in which {clients.Count.Tracked:N0} of {clients.Count.Known:N0} known clients are tracked, nor in the store in the last {Days} days.",
            "Make calls with a client of IHttpClientFactory, or with GigaChatUsageHandler in another client; add the host of a gateway to GigaChatUsageOptions.Hosts.",
            ("tracked", clients.Count.Tracked),
            ("clients", clients.Count.Known),
            ("days", (long)Days)
        );
    }

    /// <summary>Gets the store's result; null when there is none, which is a finding.</summary>
    private async Task<T?> AskAsync<T>(Func<CancellationToken, Task<T>> ask)
        where T : class
    {
        try
        {
            return await BlockingStores.AskAsync(ask, limit).ConfigureAwait(false);
        }
        catch (Exception error)
        {
            // Also for a cancellation by the caller, who sees the cancellation instead of this.
            var (fault, name) = limit.IsCancellationRequested
                ? (StoreFault.TimedOut, nameof(TimeoutException))
                : (error.FaultOf(), error.GetBaseException().GetType().Name);
            Add(
                UsageFindingCode.StoreUnreadable,
                UsageFindingSeverity.Error,
                $"The store cannot be read ({name}).",
                fault.Advice(),
                ("error", name),
                ("fault", fault.Name())
            );
            return null;
        }
    }

    private void Add(
        string code,
        UsageFindingSeverity severity,
        FormattableString seen,
        string advice,
        params ReadOnlySpan<(string Name, object Value)> figures
    ) => _findings.Add(UsageFinding.Of(code, severity, seen, advice, figures));
}
