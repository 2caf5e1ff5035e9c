using GigaChat.Usage.Attribution;
using GigaChat.Usage.Logging;
using GigaChat.Usage.Recording;
using GigaChat.Usage.Storage;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace GigaChat.Usage.AspNetCore;

/// <summary>Handles the dashboard's requests: reads the address, queries the store, writes the page.</summary>
internal sealed class DashboardPages(IServiceProvider services, GigaChatUsageDashboardOptions options)
{
    /// <summary>
    /// The number of exports that are written at once: each holds a page of records in memory until its reader has
    /// received it.
    /// </summary>
    internal const int MostExports = 8;

    private readonly Kept<PeriodChoice, OverviewLoad> _overviews = new(TimeOf(services), TimeSpan.FromSeconds(5));
    private readonly Kept<UsageFilter, Summed> _sums = new(TimeOf(services), TimeSpan.FromSeconds(5));
    private readonly Kept<string, FilterChoices> _choices = new(TimeOf(services), TimeSpan.FromSeconds(10));
    private readonly Kept<string, UsageDiagnosis> _diagnoses = new(TimeOf(services), TimeSpan.FromSeconds(5));
    private readonly QuietLogger _logger = new(
        services.GetRequiredService<ILoggerFactory>().CreateLogger("GigaChat.Usage.Dashboard")
    );

    private int _exports;

    private TimeProvider Time => TimeOf(services);

    private TimeProvider Limits => TimeLimitClock.Of(services);

    public async Task OverviewAsync(HttpContext context)
    {
        if (DashboardPath.Redirect(context) is { } address)
        {
            context.Response.Redirect(address);
            return;
        }

        var query = OverviewQuery.Read(new QueryReader(context.Request.Query));
        if (IsOfForm(context))
        {
            context.Response.Redirect(DashboardPath.LinksOf(context).Overview(query));
            return;
        }

        var load = await _overviews
            .GetAsync(query.Period, () => LoadOverviewAsync(Questions(query.Period)), static load => !load.StoreFailed)
            .ConfigureAwait(false);
        await PageWriter
            .WriteAsync(
                context,
                StatusCodes.Status200OK,
                OverviewPage.Draw(View(context, load.Now) with { Query = query }, load)
            )
            .ConfigureAwait(false);
    }

    public async Task RecordsAsync(HttpContext context)
    {
        var query = RecordsQuery.Read(new QueryReader(context.Request.Query));
        if (IsOfForm(context))
        {
            var size = query.Size == options.PageSize ? null : query.Size;
            context.Response.Redirect(DashboardPath.LinksOf(context).Records(query with { Size = size }));
            return;
        }

        query = query with { Size = query.Size ?? options.PageSize };
        var questions = Questions(query.Period);
        var load = await LoadRecordsAsync(questions, query, context.RequestAborted).ConfigureAwait(false);
        await PageWriter
            .WriteAsync(
                context,
                StatusCodes.Status200OK,
                RecordsPage.Draw(View(context, questions.Now), query, load, FingerprintOf(query.Searched))
            )
            .ConfigureAwait(false);
    }

    public async Task RecordAsync(HttpContext context)
    {
        var id = Guid.Parse((string)context.Request.RouteValues["id"]!);
        var list = RecordsQuery.Read(new QueryReader(context.Request.Query));
        var questions = Questions(PeriodChoice.Of(PeriodChoice.All));
        var found = await AskAsync(
                "record",
                async cancellationToken => new Found(
                    await questions.FindAsync(id, cancellationToken).ConfigureAwait(false)
                ),
                context.RequestAborted
            )
            .ConfigureAwait(false);
        if (found is null)
            await Problem.StoreDownAsync(context).ConfigureAwait(false);
        else if (found.Record is null)
            await Problem.NotFoundAsync(context).ConfigureAwait(false);
        else
            await PageWriter
                .WriteAsync(
                    context,
                    StatusCodes.Status200OK,
                    RecordPage.Draw(View(context, questions.Now), found.Record, list)
                )
                .ConfigureAwait(false);
    }

    public async Task DiagnosisAsync(HttpContext context)
    {
        // Shared by all viewers, so no single viewer's disconnect cancels it.
        var doctor = services.GetRequiredService<GigaChatUsageDoctor>();
        var diagnosis = await _diagnoses
            .GetAsync("", () => doctor.ExamineAsync(CancellationToken.None))
            .ConfigureAwait(false);
        await PageWriter
            .WriteAsync(
                context,
                StatusCodes.Status200OK,
                DiagnosisPage.Draw(View(context, diagnosis.ExaminedAt), diagnosis)
            )
            .ConfigureAwait(false);
    }

    public async Task ExportAsync(HttpContext context)
    {
        var (name, format) = (
            (string)context.Request.RouteValues["name"]!,
            (string)context.Request.RouteValues["format"]!
        );
        var section = Sections.Find(name);
        if (format is not ("csv" or "json") || (section is null && name is not "records"))
        {
            await Problem.NotFoundAsync(context).ConfigureAwait(false);
            return;
        }

        var reader = new QueryReader(context.Request.Query);
        var export = new Export(name, format);
        if (section is null)
        {
            var query = RecordsQuery.Read(reader);
            var questions = Questions(query.Period);
            await ExportAsync(context, () =>
                    export.WriteRecordsAsync(context, questions, query, View(context, questions.Now))
                )
                .ConfigureAwait(false);
        }
        else
        {
            var query = OverviewQuery.Read(reader);
            var questions = Questions(query.Period);
            await ExportAsync(context, async () =>
                {
                    var load = section.LoadAllAsync ?? section.LoadAsync;
                    var data = await load(questions, context.RequestAborted).ConfigureAwait(false);
                    await export
                        .WriteTableAsync(
                            context,
                            data.ExportTable(View(context, questions.Now) with { Query = query }),
                            View(context, questions.Now)
                        )
                        .ConfigureAwait(false);
                })
                .ConfigureAwait(false);
        }
    }

    /// <summary>
    /// Writes an export. An error before the first byte is reported; after it the connection is aborted, so that half a
    /// file is not mistaken for a whole one.
    /// </summary>
    private async Task ExportAsync(HttpContext context, Func<Task> write)
    {
        if (Interlocked.Increment(ref _exports) > MostExports)
        {
            Interlocked.Decrement(ref _exports);
            context.Response.Headers.RetryAfter = "10";
            await Problem
                .WriteAsync(
                    context,
                    StatusCodes.Status503ServiceUnavailable,
                    static text => text.BusyTitle,
                    static text => text.BusyText
                )
                .ConfigureAwait(false);
            return;
        }

        try
        {
            await write().ConfigureAwait(false);
        }
        catch (Exception error) when (!context.RequestAborted.IsCancellationRequested && error is not BadQueryException)
        {
            DashboardLog.NoAnswer(_logger, "export", error);
            if (context.Response.HasStarted)
                context.Abort();
            else
            {
                context.Response.Headers.ContentDisposition = default;
                await Problem.StoreDownAsync(context).ConfigureAwait(false);
            }
        }
        finally
        {
            Interlocked.Decrement(ref _exports);
        }
    }

    /// <summary>
    /// Loads the whole overview. Other viewers may wait for the same, so no single viewer's disconnect cancels it.
    /// </summary>
    private async Task<OverviewLoad> LoadOverviewAsync(UsageQuestions questions)
    {
        using var timeout = new CancellationTokenSource(options.QueryTimeout, Limits);

        // Sources other than the store are queried in parallel: one of them that hangs takes no time from the store's
        // sections.
        var loading = Sections
            .All.Where(static section => section.IsIndependent)
            .ToDictionary(static section => section, LoadAsync);
        var storeFailed = false;
        foreach (var section in Sections.All.Where(static section => !section.IsIndependent))
        {
            var isFirst = section == Sections.All[0];
            loading[section] = storeFailed ? Task.FromResult<SectionData?>(null) : LoadAsync(section);

            // A store that fails the simplest query, or exceeds the time limit, is not queried again; any other failure
            // belongs to the section.
            storeFailed |=
                await loading[section].ConfigureAwait(false) is null && (isFirst || timeout.IsCancellationRequested);
        }

        var sections = new List<(Section, SectionData?)>();
        foreach (var section in Sections.All)
            sections.Add((section, await loading[section].ConfigureAwait(false)));
        return new OverviewLoad(questions.Now, sections, storeFailed);

        Task<SectionData?> LoadAsync(Section section) =>
            AskAsync(
                section.Id,
                cancellationToken => section.LoadAsync(questions, cancellationToken),
                timeout.Token,
                CancellationToken.None
            );
    }

    /// <summary>
    /// Loads the list first, then the sum and the choices: if these fail or exceed the time limit, the list is still
    /// shown.
    /// </summary>
    private async Task<RecordsLoad> LoadRecordsAsync(
        UsageQuestions questions,
        RecordsQuery query,
        CancellationToken viewer
    )
    {
        using var timeout = new CancellationTokenSource(options.QueryTimeout, Limits);
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, viewer);
        var filter = query.Period.Within(query.Filter, questions.Today, questions.TimeZone);
        var asked = new UsagePage
        {
            Size = query.Size!.Value,
            After = query.After,
            Before = query.Before,
        };
        if (
            await AskAsync(
                    "records",
                    cancellationToken => questions.ListAsync(filter, asked, cancellationToken),
                    limit.Token,
                    viewer
                )
                .ConfigureAwait(false)
            is not { } page
        )
            return new RecordsLoad(null, null, SumFailed: false, FilterChoices.None, questions.Counters);

        var isSumWanted = query.IsSumCheap || query.WithSum;
        var sum = isSumWanted
            ? AskAsync("selection", _ => _sums.GetAsync(filter, () => SumAsync(questions, filter)), limit.Token, viewer)
            : Task.FromResult<Summed?>(null);
        var choices = AskAsync(
            "filters",
            _ => _choices.GetAsync("", () => LoadChoicesAsync(Questions(query.Period))),
            limit.Token,
            viewer
        );
        await Task.WhenAll(sum, choices).ConfigureAwait(false);
        return new RecordsLoad(
            page,
            (await sum.ConfigureAwait(false))?.Spend,
            isSumWanted && await sum.ConfigureAwait(false) is null,
            await choices.ConfigureAwait(false) ?? FilterChoices.None,
            questions.Counters
        );
    }

    // The rest is shared by all viewers, so no single viewer's disconnect cancels it.
    private async Task<Summed> SumAsync(UsageQuestions questions, UsageFilter filter)
    {
        using var timeout = new CancellationTokenSource(options.QueryTimeout, Limits);
        return new Summed(
            Spend.Of(
                await BlockingStores
                    .AskAsync(
                        cancellationToken => questions.PricedAsync(filter, UsageDimensions.None, cancellationToken),
                        timeout.Token
                    )
                    .ConfigureAwait(false)
            )
        );
    }

    private async Task<FilterChoices> LoadChoicesAsync(UsageQuestions questions)
    {
        using var timeout = new CancellationTokenSource(options.QueryTimeout, Limits);
        return await BlockingStores
            .AskAsync(cancellationToken => FilterChoices.LoadAsync(questions, cancellationToken), timeout.Token)
            .ConfigureAwait(false);
    }

    private async Task<T?> AskAsync<T>(string part, Func<CancellationToken, Task<T>> ask, CancellationToken viewer)
        where T : class
    {
        using var timeout = new CancellationTokenSource(options.QueryTimeout, Limits);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, viewer);
        return await AskAsync(part, ask, either.Token, viewer).ConfigureAwait(false);
    }

    /// <summary>Gets a result; null when the source fails or exceeds the time limit, which is logged.</summary>
    private async Task<T?> AskAsync<T>(
        string part,
        Func<CancellationToken, Task<T>> ask,
        CancellationToken limit,
        CancellationToken viewer
    )
        where T : class
    {
        try
        {
            return await BlockingStores.AskAsync(ask, limit).ConfigureAwait(false);
        }
        catch (Exception error) when (!viewer.IsCancellationRequested)
        {
            DashboardLog.NoAnswer(_logger, part, error);
            return null;
        }
    }

    /// <summary>`true` if a form has sent the request: it contains every field, and is redirected to the address that
    /// contains only those that are set.</summary>
    private static bool IsOfForm(HttpContext context) => context.Request.Query.ContainsKey(PeriodChoice.Shown);

    /// <summary>The access token as a record would contain it, so that a token is found where records contain its
    /// fingerprint.</summary>
    private string? FingerprintOf(string? token)
    {
        var usage = services.GetRequiredService<IOptions<GigaChatUsageOptions>>().Value;
        return new AccessTokenFingerprint(usage.AccessTokens, usage.FingerprintKey).Of(token);
    }

    private static TimeProvider TimeOf(IServiceProvider services) =>
        services.GetService<TimeProvider>() ?? TimeProvider.System;

    private UsageQuestions Questions(PeriodChoice period) =>
        new(
            services.GetRequiredService<IUsageReader>(),
            services.GetRequiredService<IUsageRecorder>(),
            services.GetRequiredService<GigaChatTokenUsage>(),
            new MoneyServices(
                services.GetService<GigaChatTokenPackages>(),
                services.GetService<GigaChatBudgets>(),
                services.GetService<GigaChatBalance>(),
                services.GetService<IUsageAlertStore>()
            ),
            Time.GetUtcNow(),
            period
        );

    private PageView View(HttpContext context, DateTimeOffset now)
    {
        var usage = services.GetRequiredService<GigaChatTokenUsage>();
        return new PageView(
            LanguageChoice.Of(context.Request),
            DashboardPath.LinksOf(context),
            usage.TimeZone,
            now,
            usage.Prices
        )
        {
            InLanguage = language => DashboardPath.InLanguage(context, language),
        };
    }

    private sealed record Found(UsageRecord? Record);

    private sealed record Summed(Spend Spend);
}
