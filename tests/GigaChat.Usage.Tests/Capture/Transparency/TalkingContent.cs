using System.Net;
using System.Text;

namespace GigaChat.Usage.Tests.Capture.Transparency;

/// <summary>A content that goes on only when its caller has the response's headers, as a bidirectional stream
/// does.</summary>
internal sealed class TalkingContent : HttpContent
{
    private readonly TaskCompletionSource _responded = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public static byte[] Body =>
        Encoding.UTF8.GetBytes("""{"model":"GigaChat-2","messages":[{"role":"user","content":"Вопрос"}]}""");

    public void Respond() => _responded.TrySetResult();

    protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context)
    {
        await stream.WriteAsync(Body.AsMemory(0, 10));
        await stream.FlushAsync();
        await _responded.Task;
        await stream.WriteAsync(Body.AsMemory(10));
    }

    protected override bool TryComputeLength(out long length)
    {
        length = 0;
        return false;
    }
}
