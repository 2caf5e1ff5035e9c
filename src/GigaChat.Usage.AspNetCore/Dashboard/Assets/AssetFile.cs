using System.Collections.Frozen;
using System.IO.Compression;
using System.Reflection;
using System.Security.Cryptography;
using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;

namespace GigaChat.Usage.AspNetCore;

/// <summary>A file of the dashboard, compressed once and revalidated by its ETag.</summary>
internal sealed class AssetFile
{
    private static readonly FrozenDictionary<string, Lazy<AssetFile>> Files = new Dictionary<string, Lazy<AssetFile>>(
        StringComparer.Ordinal
    )
    {
        ["dashboard.css"] = new(static () => new AssetFile("dashboard.css", "text/css; charset=utf-8")),
        ["favicon.svg"] = new(static () => new AssetFile("favicon.svg", "image/svg+xml")),
    }.ToFrozenDictionary(StringComparer.Ordinal);

    private readonly string _contentType;
    private readonly string _hash;
    private readonly FrozenDictionary<string, byte[]> _encoded;

    private AssetFile(string name, string contentType)
    {
        using var stream = Assembly.GetExecutingAssembly().GetManifestResourceStream($"assets/{name}")!;
        using var copy = new MemoryStream();
        stream.CopyTo(copy);
        var bytes = copy.ToArray();
        _contentType = contentType;
        _hash = Convert.ToHexStringLower(SHA256.HashData(bytes).AsSpan(0, 12));
        _encoded = new Dictionary<string, byte[]>(StringComparer.Ordinal)
        {
            ["br"] = Compress(bytes, static target => new BrotliStream(target, CompressionLevel.SmallestSize)),
            ["gzip"] = Compress(bytes, static target => new GZipStream(target, CompressionLevel.SmallestSize)),
            [""] = bytes,
        }.ToFrozenDictionary(StringComparer.Ordinal);
    }

    public static Task WriteAsync(HttpContext context) =>
        Files.TryGetValue((string)context.Request.RouteValues["name"]!, out var file)
            ? file.Value.WriteToAsync(context)
            : Problem.NotFoundAsync(context);

    private async Task WriteToAsync(HttpContext context)
    {
        var (request, response) = (context.Request, context.Response);
        var encoding = Choose(request.Headers.AcceptEncoding);
        var tag = new EntityTagHeaderValue($"\"{_hash}{(encoding.Length == 0 ? "" : $"-{encoding}")}\"");
        response.Headers.ETag = tag.ToString();
        response.Headers.CacheControl = "private, no-cache";
        response.Headers.Vary = HeaderNames.AcceptEncoding;
        if (
            EntityTagHeaderValue.TryParseList(request.Headers.IfNoneMatch, out var known)
            && known.Any(one => one.Equals(EntityTagHeaderValue.Any) || one.Compare(tag, useStrongComparison: false))
        )
        {
            response.StatusCode = StatusCodes.Status304NotModified;
            return;
        }

        var body = _encoded[encoding];
        if (encoding.Length > 0)
            response.Headers.ContentEncoding = encoding;
        response.ContentType = _contentType;
        response.ContentLength = body.Length;
        if (!HttpMethods.IsHead(request.Method))
            await response.Body.WriteAsync(body, context.RequestAborted).ConfigureAwait(false);
    }

    private static string Choose(Microsoft.Extensions.Primitives.StringValues accepted)
    {
        if (!StringWithQualityHeaderValue.TryParseList(accepted, out var encodings))
            return "";
        foreach (var name in (string[])["br", "gzip"])
        {
            if (
                encodings.Any(encoding =>
                    encoding.Quality is not 0
                    && string.Equals(encoding.Value.Value, name, StringComparison.OrdinalIgnoreCase)
                )
            )
                return name;
        }

        return "";
    }

    private static byte[] Compress(byte[] bytes, Func<Stream, Stream> open)
    {
        using var target = new MemoryStream();
        using (var compressor = open(target))
            compressor.Write(bytes);
        return target.ToArray();
    }
}
