using Microsoft.AspNetCore.Http;

namespace GigaChat.Usage.AspNetCore;

/// <summary>The files of tables, and of the list of records.</summary>
internal sealed class ExportEndpoint(DashboardSource source)
{
    /// <summary>
    /// The number of exports that are written at once: each holds a page of records in memory until its reader has
    /// received it.
    /// </summary>
    internal const int MostExports = 8;

    private int _exports;

    public async Task AnswerAsync(HttpContext context)
    {
        var (name, format) = (
            (string)context.Request.RouteValues["name"]!,
            (string)context.Request.RouteValues["format"]!
        );
        if (ExportFormat.Of(format) is null || Writer(context, name, format) is not { } write)
            await Problem.NotFoundAsync(context).ConfigureAwait(false);
        else
            await WriteAsync(context, write).ConfigureAwait(false);
    }

    /// <summary>Gets what writes a file; null when there is none of this name. The parameters are read at once, so that
    /// an invalid one is reported as such.</summary>
    private Func<Task>? Writer(HttpContext context, string name, string format)
    {
        var (reader, export) = (new QueryReader(context.Request.Query), new Export(name, format));
        var aborted = context.RequestAborted;
        switch (name)
        {
            case "records":
            {
                var query = RecordsQuery.Read(reader);
                var questions = source.Questions(query.Selection);
                return () =>
                    export.WriteRecordsAsync(
                        context,
                        questions,
                        query,
                        source.View(context, questions.Now, query.Selection)
                    );
            }

            case "groups":
            {
                var query = GroupsQuery.Read(reader);
                return () =>
                    TableAsync(
                        query.Selection,
                        async questions => await GroupTable.LoadAsync(questions, query, aborted).ConfigureAwait(false),
                        static (groups, view) => groups.ExportTable(view)
                    );
            }

            case "changes":
            {
                var (query, by) = (ChangesQuery.Read(reader), reader.Group(ChangesLoad.By, withTags: true));
                return () =>
                    TableAsync(
                        query.Selection,
                        async questions =>
                            query.Before(questions) is { } before
                                ? await ChangesLoad.ByAsync(questions, by, before, aborted).ConfigureAwait(false)
                                : [],
                        (rows, view) => ChangeTable.Of(by, rows, view, isFile: true)
                    );
            }

            case "quality":
            {
                var (query, by) = (QualityQuery.Read(reader), reader.Group(QualityLoad.By));
                return () =>
                    TableAsync(
                        query.Selection,
                        async questions => await QualityLoad.LoadAsync(questions, aborted).ConfigureAwait(false),
                        (load, view) => QualityTable.Of(by, load.Rows.First(rows => rows.By == by).Rows, load.All, view)
                    );
            }

            case "statement":
            {
                var query = StatementQuery.Read(reader);
                var today = ReportDays.DayOf(source.Time.GetUtcNow(), source.Usage.TimeZone);
                return () =>
                    TableAsync(
                        query.Selection(today),
                        async questions =>
                            await StatementTable.LoadAsync(questions, query, aborted).ConfigureAwait(false),
                        static (statement, view) => statement.Table(view, isFile: true)
                    );
            }

            default:
                return Sections.Find(name) is { } section
                    ? () => SectionAsync(section, OverviewQuery.Read(reader))
                    : null;
        }

        async Task TableAsync<T>(
            Selection selection,
            Func<UsageQuestions, Task<T>> load,
            Func<T, PageView, DataTable> table
        )
        {
            var questions = source.Questions(selection);
            var data = await load(questions).ConfigureAwait(false);
            var view = source.View(context, questions.Now, selection);
            await export.WriteTableAsync(context, table(data, view), view).ConfigureAwait(false);
        }

        async Task SectionAsync(Section section, OverviewQuery query)
        {
            var questions = source.Questions(query.Selection, query.By, query.Step);
            var view = source.View(context, questions.Now, query.Selection) with { Query = query };
            if (section.StreamAsync is { } stream)
            {
                var rows = await stream(questions, view, aborted).ConfigureAwait(false);
                await export.WriteRowsAsync(context, rows, view).ConfigureAwait(false);
                return;
            }

            var data = await (section.LoadAllAsync ?? section.LoadAsync)(questions, aborted).ConfigureAwait(false);
            await export.WriteTableAsync(context, data.ExportTable(view), view).ConfigureAwait(false);
        }
    }

    /// <summary>
    /// Writes an export. An error before the first byte is reported; after it the connection is aborted, so that half a
    /// file is not mistaken for a whole one.
    /// </summary>
    private async Task WriteAsync(HttpContext context, Func<Task> write)
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
            DashboardLog.NoAnswer(source.Logger, "export", error);
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
}
