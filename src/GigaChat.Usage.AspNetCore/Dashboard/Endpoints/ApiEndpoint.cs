using System.IO.Pipelines;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;

namespace GigaChat.Usage.AspNetCore;

/// <summary>The JSON API: the tables of the pages for other programs, the same in every language.</summary>
internal sealed class ApiEndpoint(DashboardSource source)
{
    private const string OpenApi = "openapi.json";

    public async Task AnswerAsync(HttpContext context)
    {
        var name = (string)context.Request.RouteValues["name"]!;
        try
        {
            if (string.Equals(name, OpenApi, StringComparison.Ordinal))
                await WriteAsync(context, OpenApiDocument.Write(InEnglish(context))).ConfigureAwait(false);
            else if (ApiResources.Find(name) is { } resource)
                await WriteAsync(context, resource).ConfigureAwait(false);
            else
                await ProblemAsync(context, StatusCodes.Status404NotFound, PageText.English.NotFoundTitle, null)
                    .ConfigureAwait(false);
        }
        catch (BadQueryException error)
        {
            await ProblemAsync(
                    context,
                    StatusCodes.Status400BadRequest,
                    $"{PageText.English.BadQuery(error.Parameter)} {error.Expected(PageText.English)}",
                    error.Parameter
                )
                .ConfigureAwait(false);
        }
    }

    private async Task WriteAsync(HttpContext context, ApiResource resource)
    {
        BadQueryException? invalid = null;
        var request = new ApiRequest(source, new QueryReader(context.Request.Query), questions =>
            source.View(context, questions.Now, questions.Selection)
        );
        var page = await source
            .AskAsync(
                resource.Name,
                async cancellationToken =>
                {
                    try
                    {
                        return await resource.LoadAsync(request, cancellationToken).ConfigureAwait(false);
                    }
                    catch (BadQueryException error)
                    {
                        invalid = error;
                        return new ApiPage([], []);
                    }
                },
                context.RequestAborted
            )
            .ConfigureAwait(false);
        if (invalid is not null)
            throw invalid;
        if (page is null)
            await ProblemAsync(context, StatusCodes.Status503ServiceUnavailable, PageText.English.StoreTitle, null)
                .ConfigureAwait(false);
        else
            await WriteAsync(context, await BodyAsync(page, context.RequestAborted).ConfigureAwait(false))
                .ConfigureAwait(false);
    }

    private static async Task<byte[]> BodyAsync(ApiPage page, CancellationToken cancellationToken)
    {
        using var stream = new MemoryStream();
        var pipe = PipeWriter.Create(stream, new StreamPipeWriterOptions(leaveOpen: true));
        Encoding.UTF8.GetBytes("{\"data\":", pipe);
        var rows = new JsonTableWriter(pipe, page.Columns);
        await using (rows.ConfigureAwait(false))
        {
            foreach (var row in page.Rows)
                rows.Row(row.Cells);
            await rows.EndAsync(cancellationToken).ConfigureAwait(false);
        }

        var next = page.Next is null ? "null" : $"\"{JsonEncodedText.Encode(page.Next)}\"";
        Encoding.UTF8.GetBytes($",\"next\":{next}}}", pipe);
        await pipe.CompleteAsync().ConfigureAwait(false);
        return stream.ToArray();
    }

    /// <summary>Writes a response with its ETag; only the ETag where the client already has it.</summary>
    private static async Task WriteAsync(HttpContext context, byte[] body)
    {
        var (request, response) = (context.Request, context.Response);
        var tag = new EntityTagHeaderValue($"\"{Convert.ToHexStringLower(SHA256.HashData(body).AsSpan(0, 12))}\"");
        response.Headers.ETag = tag.ToString();
        response.Headers.CacheControl = "private, no-cache";
        if (
            EntityTagHeaderValue.TryParseList(request.Headers.IfNoneMatch, out var known)
            && known.Any(one => one.Equals(EntityTagHeaderValue.Any) || one.Compare(tag, useStrongComparison: false))
        )
        {
            response.StatusCode = StatusCodes.Status304NotModified;
            return;
        }

        response.ContentType = "application/json; charset=utf-8";
        response.ContentLength = body.Length;
        if (!HttpMethods.IsHead(request.Method))
            await response.Body.WriteAsync(body, context.RequestAborted).ConfigureAwait(false);
    }

    private static async Task ProblemAsync(HttpContext context, int status, string title, string? parameter)
    {
        using var stream = new MemoryStream();
        using (var json = new Utf8JsonWriter(stream))
        {
            json.WriteStartObject();
            json.WriteString("type", "about:blank");
            json.WriteString("title", title);
            json.WriteNumber("status", status);
            if (parameter is not null)
                json.WriteString("parameter", parameter);
            json.WriteEndObject();
        }

        var response = context.Response;
        response.StatusCode = status;
        response.ContentType = "application/problem+json";
        response.ContentLength = stream.Length;
        if (!HttpMethods.IsHead(context.Request.Method))
            await response.Body.WriteAsync(stream.ToArray(), context.RequestAborted).ConfigureAwait(false);
    }

    /// <summary>The context of the document, which is in English for every client.</summary>
    private PageView InEnglish(HttpContext context) =>
        source.View(context, source.Time.GetUtcNow()) with
        {
            Text = PageText.English,
        };
}
