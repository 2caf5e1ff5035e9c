using Microsoft.AspNetCore.Http;

namespace GigaChat.Usage.AspNetCore;

/// <summary>The overview, which viewers share for some seconds.</summary>
internal sealed class OverviewEndpoint(DashboardSource source, DiagnosisEndpoint diagnosis)
{
    public async Task AnswerAsync(HttpContext context)
    {
        if (DashboardPath.Redirect(context) is { } address)
        {
            context.Response.Redirect(address);
            return;
        }

        var query = OverviewQuery.Read(new QueryReader(context.Request.Query));
        if (DashboardSource.IsOfForm(context))
        {
            context.Response.Redirect(DashboardPath.LinksOf(context).Overview(query));
            return;
        }

        var shared = source.Shared;
        var load = await shared
            .GetAsync(query with { InRubles = false }, () => LoadAsync(query, shared), static load => !load.StoreFailed)
            .ConfigureAwait(false);
        var firstRun =
            !query.Selection.IsFiltered && load.Find("totals") is Totals { IsEmpty: true }
                ? await diagnosis.ExamineAsync().ConfigureAwait(false)
                : null;
        var choices = load.StoreFailed
            ? FilterChoices.None
            : await source.ChoicesAsync(context.RequestAborted).ConfigureAwait(false);
        var view = source.View(context, load.Now, query.Selection) with { Query = query };
        await PageWriter
            .WriteAsync(context, StatusCodes.Status200OK, OverviewPage.Draw(view, load, choices, firstRun))
            .ConfigureAwait(false);
    }

    /// <summary>
    /// Loads the whole overview. Other viewers may wait for the same, so no single viewer's disconnect cancels it.
    /// </summary>
    private async Task<OverviewLoad> LoadAsync(OverviewQuery query, SharedReads shared)
    {
        var questions = source.Questions(query.Selection, query.By, query.Step, shared);
        using var timeout = new CancellationTokenSource(source.Options.QueryTimeout, source.Limits);

        // Sources other than the store are queried in parallel: one of them that hangs takes no time from the store's
        // sections.
        Section[] wanted = [.. Sections.Of(query.Selection)];
        var loading = wanted
            .Where(static section => section.IsIndependent)
            .ToDictionary(static section => section, LoadAsync);
        var storeFailed = false;
        foreach (var section in wanted.Where(static section => !section.IsIndependent))
        {
            var isFirst = section == wanted[0];
            loading[section] = storeFailed ? Task.FromResult<SectionData?>(null) : LoadAsync(section);

            // A store that fails the simplest query, or exceeds the time limit, is not queried again; any other failure
            // belongs to the section.
            storeFailed |=
                await loading[section].ConfigureAwait(false) is null && (isFirst || timeout.IsCancellationRequested);
        }

        var sections = new List<(Section, SectionData?)>();
        foreach (var section in wanted)
            sections.Add((section, await loading[section].ConfigureAwait(false)));
        return new OverviewLoad(questions.Now, sections, storeFailed);

        Task<SectionData?> LoadAsync(Section section) =>
            source.AskAsync(
                section.Id,
                cancellationToken => LoadDataAsync(section, cancellationToken),
                timeout.Token,
                CancellationToken.None
            );

        Task<SectionData> LoadDataAsync(Section section, CancellationToken cancellationToken) =>
            section.IsOfAll || section.IsOfAllTime
                ? shared.GetAsync((section, section.IsOfAll ? null : query.Selection.Filter), () =>
                    source.ShareAsync(token => section.LoadAsync(questions, token))
                )
                : section.LoadAsync(questions, cancellationToken);
    }
}
