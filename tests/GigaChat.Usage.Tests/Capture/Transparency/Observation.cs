using System.Net.Http.Json;
using System.Text;
using System.Text.Json.Nodes;
using GigaChat.Usage.Recording;

namespace GigaChat.Usage.Tests.Capture.Transparency;

/// <summary>Everything a caller can see of one call, as lines of text, so that two calls can be compared.</summary>
internal sealed class Observation
{
    private readonly List<string> _lines = [];

    public override string ToString() => string.Join('\n', _lines);

    /// <summary>Makes a call and writes down what is seen.</summary>
    public static async Task<string> Of(
        HttpClient client,
        HttpRequestMessage request,
        HttpCompletionOption completion,
        bool sync,
        ReadMode mode,
        CancellationTokenSource? cancelAfterHeaders = null
    )
    {
        var cancellationToken = cancelAfterHeaders?.Token ?? CancellationToken.None;
        var seen = new Observation();
        var content = request.Content;
        try
        {
            var response = sync
                ? client.Send(request, completion, cancellationToken)
                : await client.SendAsync(request, completion, cancellationToken);
            seen.See(response, "headers");
            cancelAfterHeaders?.CancelAfter(TimeSpan.FromMilliseconds(50));
            await seen.Read(response, mode, cancellationToken);
            seen.See(response, "after");
            seen.Add("same request", ReferenceEquals(response.RequestMessage, request));
            response.Dispose();
            seen.Add(
                "after disposal",
                await Attempt(() => response.Content.ReadAsByteArrayAsync(CancellationToken.None))
            );
        }
        catch (Exception error)
        {
            seen.Add("threw", Describe(error));
        }

        seen.Add("request content is its own", ReferenceEquals(request.Content, content));
        return seen.ToString();
    }

    private static string Describe(Exception? error) =>
        error is null ? "-"
        : error is ObjectDisposedException ? "ObjectDisposedException" // its message names the disposed object's own type
        : error is OperationCanceledException
            ? $"{error.GetType().Name} <- {(error.InnerException is TimeoutException ? "TimeoutException" : "")}" // below lies what the race with the socket left
        : $"{error.GetType().Name}({(error as HttpRequestException)?.HttpRequestError}, {(error as HttpRequestException)?.StatusCode}) \"{error.Message}\" <- {Describe(error.InnerException)}";

    private static async Task<string> Attempt<T>(Func<Task<T>> act)
    {
        try
        {
            return await act() switch
            {
                byte[] bytes => Convert.ToHexString(bytes),
                var other => other?.ToString() ?? "null",
            };
        }
        catch (Exception error)
        {
            return Describe(error);
        }
    }

    private static string Drain(Stream stream, int size)
    {
        using var read = new MemoryStream();
        var buffer = new byte[size];
        int count;
        while ((count = stream.Read(buffer, 0, size)) > 0)
            read.Write(buffer, 0, count);
        return Convert.ToHexString(read.ToArray());
    }

    private async Task Read(HttpResponseMessage response, ReadMode mode, CancellationToken cancellationToken)
    {
        switch (mode)
        {
            case ReadMode.String:
                Add("string", await Attempt(() => response.Content.ReadAsStringAsync(cancellationToken)));
                break;
            case ReadMode.Json:
                Add(
                    "json",
                    await Attempt(async () =>
                        (await response.Content.ReadFromJsonAsync<JsonNode>(cancellationToken))?.ToJsonString()
                    )
                );
                break;
            case ReadMode.Bytes:
                Add("bytes", await Attempt(() => response.Content.ReadAsByteArrayAsync(cancellationToken)));
                break;
            case ReadMode.StreamAsync:
                Add(
                    "stream",
                    await Attempt(async () =>
                    {
                        await using var stream = await response.Content.ReadAsStreamAsync(cancellationToken);
                        See(stream);
                        using var read = new MemoryStream();
                        var buffer = new byte[64];
                        int count;
                        while ((count = await stream.ReadAsync(buffer, cancellationToken)) > 0)
                            read.Write(buffer, 0, count);
                        return read.ToArray();
                    })
                );
                break;
            case ReadMode.StreamSync:
                Add(
                    "stream",
                    await Attempt(() =>
                    {
                        using var stream = response.Content.ReadAsStream(cancellationToken);
                        See(stream);
                        return Task.FromResult(Drain(stream, 64));
                    })
                );
                break;
            case ReadMode.ByteByByte:
                Add(
                    "stream",
                    await Attempt(() =>
                    {
                        using var stream = response.Content.ReadAsStream(cancellationToken);
                        var bytes = new List<byte>();
                        for (int value; (value = stream.ReadByte()) >= 0; )
                            bytes.Add((byte)value);
                        return Task.FromResult(bytes.ToArray());
                    })
                );
                break;
            case ReadMode.CopyTo:
                Add(
                    "copy",
                    await Attempt(async () =>
                    {
                        using var copy = new MemoryStream();
                        await response.Content.CopyToAsync(copy, cancellationToken);
                        return copy.ToArray();
                    })
                );
                break;
            case ReadMode.StreamCopyTo:
                Add(
                    "copy",
                    await Attempt(async () =>
                    {
                        using var copy = new MemoryStream();
                        var stream = await response.Content.ReadAsStreamAsync(cancellationToken);
                        await stream.CopyToAsync(copy, cancellationToken);
                        return copy.ToArray();
                    })
                );
                break;
            case ReadMode.Twice:
                Add("first", await Attempt(() => response.Content.ReadAsStringAsync(cancellationToken)));
                Add("second", await Attempt(() => response.Content.ReadAsStringAsync(cancellationToken)));
                Add(
                    "stream",
                    await Attempt(async () =>
                        new StreamReader(
                            await response.Content.ReadAsStreamAsync(cancellationToken),
                            Encoding.UTF8
                        ).ReadToEnd()
                    )
                );
                break;
            case ReadMode.DisposedEarly:
                Add(
                    "first byte",
                    await Attempt(async () =>
                    {
                        var stream = await response.Content.ReadAsStreamAsync(cancellationToken);
                        return stream.ReadByte();
                    })
                );
                response.Dispose();
                break;
            case ReadMode.NotAtAll:
                break;
            default:
                throw new ArgumentOutOfRangeException(nameof(mode), mode, "No such mode.");
        }
    }

    private void See(HttpResponseMessage response, string when)
    {
        Add($"{when}: status", $"{(int)response.StatusCode} {response.ReasonPhrase} {response.Version}");
        foreach (var header in response.Headers.Where(header => header.Key != "Date"))
            Add($"{when}: header", $"{header.Key}={string.Join('|', header.Value)}");
        foreach (var header in response.Content.Headers)
            Add($"{when}: content header", $"{header.Key}={string.Join('|', header.Value)}");
        Add($"{when}: length", response.Content.Headers.ContentLength);
        Add($"{when}: type", response.Content.Headers.ContentType);
        foreach (var trailer in response.TrailingHeaders)
            Add($"{when}: trailer", $"{trailer.Key}={string.Join('|', trailer.Value)}");
    }

    private void See(Stream stream)
    {
        Add(
            "stream",
            $"read {stream.CanRead}, seek {stream.CanSeek}, write {stream.CanWrite}, timeout {stream.CanTimeout}"
        );
        try
        {
            Add("stream length", stream.Length);
        }
        catch (Exception error)
        {
            Add("stream length", error.GetType().Name);
        }
    }

    private void Add(string what, object? value) => _lines.Add($"{what}: {value}");
}
