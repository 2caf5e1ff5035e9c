using System.Collections.Concurrent;
using System.Text.Json.Nodes;

namespace GigaChat.Usage;

/// <summary><c>POST /files</c> and <c>GET /files/{id}/content</c>: pictures, batch results and what callers uploaded.</summary>
internal sealed class FileShelf
{
    private const string Prefix = "files/";
    private const string Suffix = "/content";
    private readonly ConcurrentDictionary<string, (byte[] Content, string Type)> _files = new(StringComparer.Ordinal);

    public void Put(string id, byte[] content, string type) => _files[id] = (content, type);

    public static bool IsContent(string endpoint) =>
        endpoint.StartsWith(Prefix, StringComparison.Ordinal) && endpoint.EndsWith(Suffix, StringComparison.Ordinal)
        && endpoint.Length > Prefix.Length + Suffix.Length;

    public static Task DownloadAsync(Exchange exchange)
    {
        var id = exchange.Route.Endpoint[Prefix.Length..^Suffix.Length];
        return exchange.Backend.Files._files.TryGetValue(id, out var file)
            ? exchange.WriteWholeAsync(file.Content, file.Type)
            : exchange.WriteErrorAsync(404, "No such file");
    }

    public static async Task UploadAsync(Exchange exchange)
    {
        var request = exchange.Http.Request;
        var form = request.HasFormContentType ? await request.ReadFormAsync(exchange.Http.RequestAborted).ConfigureAwait(false) : null;
        if (form is null || form.Files.Count == 0)
            throw new ApiException(400, "Bad request: a file is expected");

        var upload = form.Files[0];
        using var content = new MemoryStream();
        await upload.CopyToAsync(content, exchange.Http.RequestAborted).ConfigureAwait(false);
        var id = Guid.CreateVersion7(exchange.Backend.Options.TimeProvider.GetUtcNow()).ToString();
        exchange.Backend.Files.Put(id, content.ToArray(), upload.ContentType ?? "application/octet-stream");
        await exchange.WriteJsonAsync(new JsonObject
        {
            ["id"] = id,
            ["object"] = "file",
            ["bytes"] = content.Length,
            ["created_at"] = exchange.Created,
            ["filename"] = upload.FileName,
            ["purpose"] = form["purpose"].ToString() is { Length: > 0 } purpose ? purpose : "general",
        }).ConfigureAwait(false);
    }
}
