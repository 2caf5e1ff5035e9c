using Microsoft.AspNetCore.Http;

namespace GigaChat.Usage.AspNetCore;

/// <summary>The statement of a month.</summary>
internal sealed class StatementEndpoint(DashboardSource source)
{
    private readonly Kept<(DateOnly, StatementQuery), StatementTable> _statements = new(
        source.Time,
        TimeSpan.FromSeconds(5)
    );

    public async Task AnswerAsync(HttpContext context)
    {
        var query = StatementQuery.Read(new QueryReader(context.Request.Query));
        var today = ReportDays.DayOf(source.Time.GetUtcNow(), source.Usage.TimeZone);
        var selection = query.Selection(today);
        var load = await source
            .AskAsync(
                "statement",
                _ => _statements.GetAsync((query.MonthOf(today), query), () => LoadAsync(query, selection)),
                context.RequestAborted
            )
            .ConfigureAwait(false);
        var choices = load is null
            ? FilterChoices.None
            : await source.ChoicesAsync(context.RequestAborted).ConfigureAwait(false);
        var view = source.View(context, load?.Now ?? source.Time.GetUtcNow(), selection);
        await PageWriter
            .WriteAsync(context, StatusCodes.Status200OK, StatementPage.Draw(view, query, load, choices))
            .ConfigureAwait(false);
    }

    private Task<StatementTable> LoadAsync(StatementQuery query, Selection selection)
    {
        var questions = source.Questions(selection);
        return source.ShareAsync(cancellationToken => StatementTable.LoadAsync(questions, query, cancellationToken));
    }
}
