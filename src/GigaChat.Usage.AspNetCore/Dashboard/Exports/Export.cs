using Microsoft.AspNetCore.Http;

namespace GigaChat.Usage.AspNetCore;

/// <summary>
/// Writes a table into the response as a file, a part at a time: at most one page of records is held in memory,
/// whatever the size.
/// </summary>
internal sealed class Export(string name, string format)
{
    private const int PageSize = 1_000;
    private const int RowsAtOnce = 50;

    public async Task WriteTableAsync(HttpContext context, DataTable table, PageView view)
    {
        var writer = Begin(context, table.Columns, view);
        if (writer is null)
            return;
        await using var writing = writer.ConfigureAwait(false);
        foreach (var row in table.Rows)
            writer.Row(row.Cells);
        await writer.EndAsync(context.RequestAborted).ConfigureAwait(false);
    }

    public async Task WriteRowsAsync(HttpContext context, RowStream table, PageView view)
    {
        var writer = Begin(context, table.Columns, view);
        if (writer is null)
            return;
        await using var writing = writer.ConfigureAwait(false);
        var written = 0;
        await foreach (var row in table.Rows.WithCancellation(context.RequestAborted).ConfigureAwait(false))
        {
            writer.Row(row.Cells);
            if (++written % RowsAtOnce == 0)
                await writer.FlushAsync(context.RequestAborted).ConfigureAwait(false);
        }

        await writer.EndAsync(context.RequestAborted).ConfigureAwait(false);
    }

    public async Task WriteRecordsAsync(
        HttpContext context,
        UsageQuestions questions,
        RecordsQuery query,
        PageView view
    )
    {
        var filter = query.Selection.Within(questions.Today, questions.TimeZone);
        var page = await questions
            .ListAsync(filter, new UsagePage { Size = PageSize }, context.RequestAborted)
            .ConfigureAwait(false);
        var writer = Begin(context, RecordTable.Columns(view.Text), view);
        if (writer is null)
            return;
        await using var writing = writer.ConfigureAwait(false);
        while (true)
        {
            // A slow reader delays the next rows, instead of filling the pipe with a whole page of them.
            foreach (var rows in page.Items.Chunk(RowsAtOnce))
            {
                foreach (var record in rows)
                    writer.Row(RecordTable.Cells(record, view));
                await writer.FlushAsync(context.RequestAborted).ConfigureAwait(false);
            }

            if (page.Next is not { } next)
                break;
            page = await questions
                .ListAsync(filter, new UsagePage { Size = PageSize, After = next }, context.RequestAborted)
                .ConfigureAwait(false);
        }

        await writer.EndAsync(context.RequestAborted).ConfigureAwait(false);
    }

    /// <summary>Sets the headers; returns null for a request of the headers alone.</summary>
    private TableWriter? Begin(HttpContext context, IReadOnlyList<DataColumn> columns, PageView view)
    {
        var response = context.Response;
        response.ContentType = ExportFormat.Of(format)!.ContentType;
        response.Headers.ContentDisposition = $"attachment; filename=\"gigachat-usage-{name}.{format}\"";
        if (HttpMethods.IsHead(context.Request.Method))
            return null;
        return format switch
        {
            "csv" => new CsvTableWriter(response.BodyWriter, columns, view),
            "xlsx" => new XlsxTableWriter(response.BodyWriter, columns, view, name),
            _ => new JsonTableWriter(response.BodyWriter, columns),
        };
    }
}
