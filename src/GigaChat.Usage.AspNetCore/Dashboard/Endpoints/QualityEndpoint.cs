using Microsoft.AspNetCore.Http;

namespace GigaChat.Usage.AspNetCore;

/// <summary>The page of quality.</summary>
internal sealed class QualityEndpoint(DashboardSource source)
{
    private readonly Kept<QualityQuery, QualityLoad> _qualities = new(source.Time, TimeSpan.FromSeconds(5));

    public async Task AnswerAsync(HttpContext context)
    {
        var query = QualityQuery.Read(new QueryReader(context.Request.Query));
        if (DashboardSource.IsOfForm(context))
        {
            context.Response.Redirect(DashboardPath.LinksOf(context).Quality(query));
            return;
        }

        var load = await source
            .AskAsync("quality", _ => _qualities.GetAsync(query, () => LoadAsync(query)), context.RequestAborted)
            .ConfigureAwait(false);
        var choices = load is null
            ? FilterChoices.None
            : await source.ChoicesAsync(context.RequestAborted).ConfigureAwait(false);
        var view = source.View(context, load?.Now ?? source.Time.GetUtcNow(), query.Selection) with
        {
            Query = OverviewQuery.Default with { Selection = query.Selection },
        };
        await PageWriter
            .WriteAsync(context, StatusCodes.Status200OK, QualityPage.Draw(view, query, load, choices))
            .ConfigureAwait(false);
    }

    private Task<QualityLoad> LoadAsync(QualityQuery query)
    {
        var questions = source.Questions(query.Selection);
        return source.ShareAsync(cancellationToken => QualityLoad.LoadAsync(questions, cancellationToken));
    }
}
