using System.Net.Http.Json;
using System.Text;

namespace GigaChat.Usage.Tests.Capture.Transparency;

/// <summary>A request's content, and what its caller does with the parts it is made of once <c>SendAsync</c> has
/// returned.</summary>
/// <param name="Content">The content.</param>
/// <param name="TakeBack">Uses the parts for something else.</param>
internal sealed record LentContent(HttpContent Content, Action TakeBack)
{
    /// <summary>So large that no window and no socket's buffer holds it: the server must read for the client to go
    /// on.</summary>
    private const int Characters = 700_000;

    private static readonly string Text =
        $$"""{"model":"GigaChat-2","messages":[{"role":"user","content":"{{new string('x', Characters)}}"}]}""";

    private static readonly byte[] Bytes = Encoding.UTF8.GetBytes(Text);

    /// <summary>Every kind of content of the runtime and one derived from each that can be.</summary>
    public static IReadOnlyDictionary<string, Func<LentContent>> Kinds { get; } =
        new Dictionary<string, Func<LentContent>>
        {
            ["string"] = static () => new(new StringContent(Text), Nothing),
            ["string, derived"] = static () => new(new DerivedString(Text), Nothing),
            ["bytes"] = static () => OverArray(static array => new ByteArrayContent(array)),
            ["bytes, part of an array"] = static () =>
                OverArray(static array => new ByteArrayContent(array, 0, array.Length)),
            ["bytes, derived"] = static () => OverArray(static array => new DerivedBytes(array)),
            ["memory"] = static () => OverArray(static array => new ReadOnlyMemoryContent(array)),
            ["stream"] = static () => OverStream(static stream => new StreamContent(stream)),
            ["stream, derived"] = static () => OverStream(static stream => new DerivedStream(stream)),
            ["stream that cannot seek"] = static () =>
                OverStream(
                    static stream => new StreamContent(stream),
                    new PiecesStream([.. Bytes], [100_000, 300_000])
                ),
            ["file"] = static () => OverStream(static stream => new StreamContent(stream), Temporary()),
            ["multipart"] = static () =>
                OverStream(static stream => new MultipartContent("mixed", "edge") { new StreamContent(stream) }),
            ["multipart, derived"] = static () =>
                OverStream(static stream => new DerivedMultipart { new StreamContent(stream) }),
            ["form with a file"] = static () =>
                OverStream(static stream => new MultipartFormDataContent("edge")
                {
                    { new StreamContent(stream), "file", "a.txt" },
                }),
            ["form with bytes"] = static () =>
                OverArray(static array => new MultipartFormDataContent("edge")
                {
                    { new ByteArrayContent(array), "file", "a.txt" },
                }),
            ["form"] = static () => new(new FormUrlEncodedContent([new("text", Text)]), Nothing),
            ["form, derived"] = static () => new(new DerivedForm([new("text", Text)]), Nothing),
            ["json"] = static () =>
                new(
                    JsonContent.Create(
                        new
                        {
                            model = "GigaChat-2",
                            messages = new[] { new { role = "user", content = new string('x', Characters) } },
                        }
                    ),
                    Nothing
                ),
            ["own"] = static () => new(new OwnContent(Bytes, knowsLength: true), Nothing),
            ["own without length"] = static () => new(new OwnContent(Bytes, knowsLength: false), Nothing),
            ["own, loaded"] = static () => Loaded(new OwnContent(Bytes, knowsLength: false)),
            ["stream, loaded"] = static () => Loaded(new StreamContent(new MemoryStream(Bytes))),
            ["nothing"] = static () => new(new ByteArrayContent([]), Nothing),
        };

    /// <summary>The kinds whose body is the JSON of a chat, of which the text is counted.</summary>
    public static bool IsChat(string kind) =>
        !kind.StartsWith("multipart", StringComparison.Ordinal)
        && !kind.StartsWith("form", StringComparison.Ordinal)
        && kind != "nothing";

    /// <summary>The kinds that HTTP/2 may still be sending when the response is there.</summary>
    public static bool IsDuplex(string kind) => kind.StartsWith("own", StringComparison.Ordinal) || kind == "json";

    public static int TextLength => Characters;

    private static void Nothing() { }

    private static LentContent OverArray(Func<byte[], HttpContent> make)
    {
        byte[] array = [.. Bytes];
        return new LentContent(make(array), () => Array.Fill(array, (byte)0));
    }

    private static LentContent OverStream(Func<Stream, HttpContent> make, Stream? stream = null)
    {
        stream ??= new MemoryStream([.. Bytes]);
        return new LentContent(make(stream), stream.Dispose);
    }

    private static LentContent Loaded(HttpContent content)
    {
        content.LoadIntoBufferAsync().GetAwaiter().GetResult();
        return new LentContent(content, Nothing);
    }

    private static FileStream Temporary()
    {
        var file = new FileStream(
            Path.Combine(Path.GetTempPath(), Path.GetRandomFileName()),
            new FileStreamOptions
            {
                Mode = FileMode.CreateNew,
                Access = FileAccess.ReadWrite,
                Options = FileOptions.DeleteOnClose | FileOptions.Asynchronous,
            }
        );
        file.Write(Bytes);
        file.Position = 0;
        return file;
    }

    private sealed class DerivedString(string text) : StringContent(text);

    private sealed class DerivedBytes(byte[] bytes) : ByteArrayContent(bytes);

    private sealed class DerivedStream(Stream stream) : StreamContent(stream);

    private sealed class DerivedMultipart() : MultipartContent("mixed", "edge");

    private sealed class DerivedForm(IEnumerable<KeyValuePair<string, string>> fields) : FormUrlEncodedContent(fields);
}
