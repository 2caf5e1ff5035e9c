using Microsoft.AspNetCore.Http;

namespace GigaChat.Usage.AspNetCore;

/// <summary>The list of records, and a single record.</summary>
internal sealed class RecordsEndpoint(DashboardSource source)
{
    private readonly Kept<UsageFilter, Summed> _sums = new(source.Time, TimeSpan.FromSeconds(5));

    public async Task ListAsync(HttpContext context)
    {
        var query = RecordsQuery.Read(new QueryReader(context.Request.Query));
        query = query with { DefaultSize = source.Options.PageSize };
        if (DashboardSource.IsOfForm(context))
        {
            context.Response.Redirect(DashboardPath.LinksOf(context).Records(query));
            return;
        }

        query = query with { Size = query.Size ?? source.Options.PageSize };
        var questions = source.Questions(query.Selection);
        var load = await LoadAsync(questions, query, context.RequestAborted).ConfigureAwait(false);
        var view = source.View(context, questions.Now, query.Selection);
        await PageWriter
            .WriteAsync(
                context,
                StatusCodes.Status200OK,
                RecordsPage.Draw(view, query, load, source.FingerprintOf(query.Searched))
            )
            .ConfigureAwait(false);
    }

    public async Task RecordAsync(HttpContext context)
    {
        var id = Guid.Parse((string)context.Request.RouteValues["id"]!);
        var list = RecordsQuery.Read(new QueryReader(context.Request.Query));
        var questions = source.Questions(Selection.Of(PeriodChoice.All));
        var found = await source
            .AskAsync(
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
                    RecordPage.Draw(source.View(context, questions.Now), found.Record, list)
                )
                .ConfigureAwait(false);
    }

    /// <summary>
    /// Loads the list first, then the sum and the choices: if these fail or exceed the time limit, the list is still
    /// shown.
    /// </summary>
    private async Task<RecordsLoad> LoadAsync(UsageQuestions questions, RecordsQuery query, CancellationToken viewer)
    {
        using var timeout = new CancellationTokenSource(source.Options.QueryTimeout, source.Limits);
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, viewer);
        var asked = new UsagePage
        {
            Size = query.Size!.Value,
            After = query.After,
            Before = query.Before,
        };
        if (
            await source
                .AskAsync(
                    "records",
                    cancellationToken => questions.ListAsync(questions.PeriodFilter, asked, cancellationToken),
                    limit.Token,
                    viewer
                )
                .ConfigureAwait(false)
            is not { } page
        )
            return new RecordsLoad(null, null, SumFailed: false, FilterChoices.None, questions.Counters);

        var isSumWanted = query.Selection.IsSumCheap || query.WithSum;
        var sum = isSumWanted
            ? source.AskAsync(
                "selection",
                _ => _sums.GetAsync(questions.PeriodFilter, () => SumAsync(questions)),
                limit.Token,
                viewer
            )
            : Task.FromResult<Summed?>(null);
        var choices = source.ChoicesAsync(limit.Token, viewer);
        await Task.WhenAll(sum, choices).ConfigureAwait(false);
        return new RecordsLoad(
            page,
            (await sum.ConfigureAwait(false))?.Spend,
            isSumWanted && await sum.ConfigureAwait(false) is null,
            await choices.ConfigureAwait(false),
            questions.Counters
        );
    }

    private async Task<Summed> SumAsync(UsageQuestions questions) =>
        new(
            Spend.Of(
                await source
                    .ShareAsync(cancellationToken =>
                        questions.PricedAsync(questions.PeriodFilter, UsageDimensions.None, cancellationToken)
                    )
                    .ConfigureAwait(false)
            )
        );

    private sealed record Found(UsageRecord? Record);

    private sealed record Summed(Spend Spend);
}
