using Microsoft.AspNetCore.Http;

namespace GigaChat.Usage.AspNetCore;

/// <summary>The list of groups. Pages and orders of the same groups share one query for some seconds.</summary>
internal sealed class GroupsEndpoint(DashboardSource source)
{
    private readonly Kept<GroupsQuery, Loaded> _groups = new(source.Time, TimeSpan.FromSeconds(5));

    public async Task AnswerAsync(HttpContext context)
    {
        var query = GroupsQuery.Read(new QueryReader(context.Request.Query));
        if (DashboardSource.IsOfForm(context))
        {
            context.Response.Redirect(DashboardPath.LinksOf(context).Groups(query with { Page = 1 }));
            return;
        }

        var load = await source
            .AskAsync(
                "groups",
                _ =>
                    _groups.GetAsync(query with { Page = 1, Sort = null, IsAscending = false }, () => LoadAsync(query)),
                context.RequestAborted
            )
            .ConfigureAwait(false);
        var choices = load is null
            ? FilterChoices.None
            : await source.ChoicesAsync(context.RequestAborted).ConfigureAwait(false);
        var table = load is null ? null : new GroupTable(query, GroupOrder.Sorted(load.Groups.Rows, query));
        var view = source.View(context, load?.Now ?? source.Time.GetUtcNow(), query.Selection) with
        {
            Query = OverviewQuery.Default with { Selection = query.Selection },
        };
        await PageWriter
            .WriteAsync(context, StatusCodes.Status200OK, GroupsPage.Draw(view, query, table, choices))
            .ConfigureAwait(false);
    }

    private async Task<Loaded> LoadAsync(GroupsQuery query)
    {
        var questions = source.Questions(query.Selection);
        return new Loaded(
            questions.Now,
            await source
                .ShareAsync(cancellationToken => GroupTable.LoadAsync(questions, query, cancellationToken))
                .ConfigureAwait(false)
        );
    }

    private sealed record Loaded(DateTimeOffset Now, GroupTable Groups);
}
