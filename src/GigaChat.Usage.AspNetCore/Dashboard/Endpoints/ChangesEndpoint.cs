using Microsoft.AspNetCore.Http;

namespace GigaChat.Usage.AspNetCore;

/// <summary>The page of changes.</summary>
internal sealed class ChangesEndpoint(DashboardSource source)
{
    private readonly Kept<ChangesQuery, ChangesLoad> _changes = new(source.Time, TimeSpan.FromSeconds(5));

    public async Task AnswerAsync(HttpContext context)
    {
        var query = ChangesQuery.Read(new QueryReader(context.Request.Query));
        if (DashboardSource.IsOfForm(context))
        {
            context.Response.Redirect(DashboardPath.LinksOf(context).Changes(query));
            return;
        }

        var load = await source
            .AskAsync("changes", _ => _changes.GetAsync(query, () => LoadAsync(query)), context.RequestAborted)
            .ConfigureAwait(false);
        var choices = load is null
            ? FilterChoices.None
            : await source.ChoicesAsync(context.RequestAborted).ConfigureAwait(false);
        var view = source.View(context, load?.Now ?? source.Time.GetUtcNow(), query.Selection) with
        {
            Query = OverviewQuery.Default with { Selection = query.Selection },
        };
        await PageWriter
            .WriteAsync(context, StatusCodes.Status200OK, ChangesPage.Draw(view, query, load, choices))
            .ConfigureAwait(false);
    }

    private Task<ChangesLoad> LoadAsync(ChangesQuery query)
    {
        var questions = source.Questions(query.Selection);
        return source.ShareAsync(cancellationToken => ChangesLoad.LoadAsync(questions, query, cancellationToken));
    }
}
