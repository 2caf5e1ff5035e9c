using GigaChat.Usage.Attribution;
using GigaChat.Usage.Logging;
using GigaChat.Usage.Recording;
using GigaChat.Usage.Storage;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace GigaChat.Usage.AspNetCore;

/// <summary>The queries of the dashboard's endpoints, each within the time limit, and the context of their
/// pages.</summary>
internal sealed class DashboardSource
{
    private readonly IServiceProvider _services;
    private readonly Kept<string, FilterChoices> _choices;
    private readonly SharedMoment _moment;
    private readonly KeptParts _parts = new();
    private readonly QuietLogger _logger;

    public DashboardSource(IServiceProvider services, GigaChatUsageDashboardOptions options)
    {
        (_services, Options) = (services, options);
        Time = services.GetService<TimeProvider>() ?? TimeProvider.System;
        _choices = new(Time, TimeSpan.FromSeconds(10));
        _moment = new(Time, TimeSpan.FromSeconds(5));
        _logger = new(services.GetRequiredService<ILoggerFactory>().CreateLogger("GigaChat.Usage.Dashboard"));
    }

    public GigaChatUsageDashboardOptions Options { get; }

    public TimeProvider Time { get; }

    public QuietLogger Logger => _logger;

    public TimeProvider Limits => TimeLimitClock.Of(_services);

    /// <summary>The diagnostics.</summary>
    public GigaChatUsageDoctor Doctor => _services.GetRequiredService<GigaChatUsageDoctor>();

    public GigaChatTokenUsage Usage => _services.GetRequiredService<GigaChatTokenUsage>();

    /// <summary>`true` if a form has sent the request: it contains every field, and is redirected to the address that
    /// contains only those that are set.</summary>
    public static bool IsOfForm(HttpContext context) => context.Request.Query.ContainsKey(PeriodChoice.Shown);

    /// <summary>The reads that the overviews of some seconds share.</summary>
    public SharedReads Shared => _moment.Current;

    /// <param name="selection">The records.</param>
    /// <param name="by">The dimension of the chart.</param>
    /// <param name="step">The step of the chart.</param>
    /// <param name="shared">The reads to share with other pages; null for an export.</param>
    public UsageQuestions Questions(
        Selection selection,
        Dimension? by = null,
        CalendarStep? step = null,
        SharedReads? shared = null
    ) =>
        new(
            _services.GetRequiredService<IUsageReader>(),
            _services.GetRequiredService<IUsageRecorder>(),
            Usage,
            new MoneyServices(
                _services.GetService<GigaChatTokenPackages>(),
                _services.GetService<GigaChatBudgets>(),
                _services.GetService<GigaChatBalance>(),
                _services.GetService<IUsageAlertStore>()
            ),
            shared?.Now ?? Time.GetUtcNow(),
            selection
        )
        {
            Shared = shared is null ? null : new SharedSums(Usage, shared, _parts, ShareAsync),
            By = by ?? Dimension.Operation,
            Step = step,
        };

    /// <param name="context">The request.</param>
    /// <param name="now">The time of the figures.</param>
    /// <param name="selection">The records of the page; those of the overview's default when null.</param>
    public PageView View(HttpContext context, DateTimeOffset now, Selection? selection = null)
    {
        var usage = Usage;
        var refresh = RefreshChoice.Read(new QueryReader(context.Request.Query));
        if (refresh is { } seconds)
            context.Response.Headers["Refresh"] = seconds.ToString(System.Globalization.CultureInfo.InvariantCulture);
        var query = OverviewQuery.Default;
        return new PageView(
            LanguageChoice.Of(context.Request),
            DashboardPath.LinksOf(context),
            usage.TimeZone,
            now,
            usage.Prices
        )
        {
            Selection = selection ?? query.Selection,
            Age = Time.GetUtcNow() - now,
            Refresh = refresh,
            InLanguage = language => DashboardPath.With(context, LanguageChoice.Parameter, language),
            Refreshing = wanted =>
                DashboardPath.With(
                    context,
                    RefreshChoice.Parameter,
                    wanted?.ToString(System.Globalization.CultureInfo.InvariantCulture)
                ),
        };
    }

    /// <summary>Gets the values of the filters; the minimum where the store does not return them.</summary>
    public async Task<FilterChoices> ChoicesAsync(CancellationToken viewer) =>
        await AskAsync("filters", _ => _choices.GetAsync("", LoadChoicesAsync), viewer).ConfigureAwait(false)
        ?? FilterChoices.None;

    /// <summary>Gets the values of the filters within the time limit of a page.</summary>
    public async Task<FilterChoices> ChoicesAsync(CancellationToken limit, CancellationToken viewer) =>
        await AskAsync("filters", _ => _choices.GetAsync("", LoadChoicesAsync), limit, viewer).ConfigureAwait(false)
        ?? FilterChoices.None;

    /// <summary>The access token as a record would contain it, so that a token is found where records contain its
    /// fingerprint.</summary>
    public string? FingerprintOf(string? token)
    {
        var usage = _services.GetRequiredService<IOptions<GigaChatUsageOptions>>().Value;
        return new AccessTokenFingerprint(usage.AccessTokens, usage.FingerprintKey).Of(token);
    }

    /// <summary>Gets a result within the time limit; null when the source fails or exceeds it, which is
    /// logged.</summary>
    public async Task<T?> AskAsync<T>(string part, Func<CancellationToken, Task<T>> ask, CancellationToken viewer)
        where T : class
    {
        using var timeout = new CancellationTokenSource(Options.QueryTimeout, Limits);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, viewer);
        return await AskAsync(part, ask, either.Token, viewer).ConfigureAwait(false);
    }

    /// <summary>Gets a result; null when the source fails or exceeds the time limit, which is logged.</summary>
    public async Task<T?> AskAsync<T>(
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

    /// <summary>Runs a query that viewers share, so that no single viewer's disconnect cancels it.</summary>
    public async Task<T> ShareAsync<T>(Func<CancellationToken, Task<T>> ask)
    {
        using var timeout = new CancellationTokenSource(Options.QueryTimeout, Limits);
        return await BlockingStores.AskAsync(ask, timeout.Token).ConfigureAwait(false);
    }

    private Task<FilterChoices> LoadChoicesAsync() =>
        ShareAsync(cancellationToken =>
            FilterChoices.LoadAsync(Questions(Selection.Of(PeriodChoice.All)), cancellationToken)
        );
}
