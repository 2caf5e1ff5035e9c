using System.Collections.Concurrent;
using System.Text.Json.Nodes;

namespace GigaChat.Usage.Testing;

/// <summary><c>/files</c>: pictures, batch results and uploaded files.</summary>
internal sealed class FileShelf
{
    private const string Prefix = "files/";
    private const string Suffix = "/content";
    private const string DeleteSuffix = "/delete";
    private readonly ConcurrentDictionary<string, (byte[] Content, string Type)> _files = new(StringComparer.Ordinal);

    public void Put(string id, byte[] content, string type) => _files[id] = (content, type);

    /// <summary>Gets a file's bytes; null when there is no such file.</summary>
    public byte[]? Find(string id) => _files.TryGetValue(id, out var file) ? file.Content : null;

    public static bool IsContent(string endpoint) => IsOfFile(endpoint, Suffix);

    public static bool IsDelete(string endpoint) => IsOfFile(endpoint, DeleteSuffix);

    public static Task DownloadAsync(Exchange exchange)
    {
        var id = exchange.Route.Endpoint[Prefix.Length..^Suffix.Length];
        return exchange.Backend.Files._files.TryGetValue(id, out var file)
            ? exchange.WriteWholeAsync(file.Content, file.Type)
            : exchange.WriteErrorAsync(404, "No such file");
    }

    public static Task ListAsync(Exchange exchange)
    {
        var data = new JsonArray();
        foreach (
            var (id, (content, type)) in exchange.Backend.Files._files.OrderBy(
                static file => file.Key,
                StringComparer.Ordinal
            )
        )
            data.Add(
                new JsonObject
                {
                    ["id"] = id,
                    ["object"] = "file",
                    ["bytes"] = content.Length,
                    ["content_type"] = type,
                }
            );
        return exchange.WriteJsonAsync(new JsonObject { ["data"] = data });
    }

    public static Task DeleteAsync(Exchange exchange)
    {
        var id = exchange.Route.Endpoint[Prefix.Length..^DeleteSuffix.Length];
        return exchange.Backend.Files._files.TryRemove(id, out _)
            ? exchange.WriteJsonAsync(new JsonObject { ["id"] = id, ["deleted"] = true })
            : exchange.WriteErrorAsync(404, "No such file");
    }

    private static bool IsOfFile(string endpoint, string suffix) =>
        endpoint.StartsWith(Prefix, StringComparison.Ordinal)
        && endpoint.EndsWith(suffix, StringComparison.Ordinal)
        && endpoint.Length > Prefix.Length + suffix.Length;

    public static async Task UploadAsync(Exchange exchange)
    {
        var request = exchange.Http.Request;
        var form = request.HasFormContentType
            ? await request.ReadFormAsync(exchange.Http.RequestAborted).ConfigureAwait(false)
            : null;
        if (form is null || form.Files.Count == 0)
            throw new ApiException(400, "Bad request: a file is expected");

        var upload = form.Files[0];
        using var content = new MemoryStream();
        await upload.CopyToAsync(content, exchange.Http.RequestAborted).ConfigureAwait(false);
        var id = Guid.CreateVersion7(exchange.Backend.Options.TimeProvider.GetUtcNow()).ToString();
        exchange.Backend.Files.Put(id, content.ToArray(), upload.ContentType ?? "application/octet-stream");
        await exchange
            .WriteJsonAsync(
                new JsonObject
                {
                    ["id"] = id,
                    ["object"] = "file",
                    ["bytes"] = content.Length,
                    ["created_at"] = exchange.Created,
                    ["filename"] = upload.FileName,
                    ["purpose"] = form["purpose"].ToString() is { Length: > 0 } purpose ? purpose : "general",
                }
            )
            .ConfigureAwait(false);
    }
}
