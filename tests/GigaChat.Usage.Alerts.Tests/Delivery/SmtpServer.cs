using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Text;
using MimeKit;

namespace GigaChat.Usage.Alerts.Tests;

/// <summary>A mail server that speaks as much SMTP as a client needs, and keeps the messages.</summary>
internal sealed class SmtpServer : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _stop = new();
    private readonly ConcurrentQueue<byte[]> _messages = new();
    private readonly Task _running;

    public SmtpServer()
    {
        _listener.Start();
        _running = RunAsync();
    }

    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    /// <summary>The number of messages that are refused from now on.</summary>
    public int Refusals { get; set; }

    public IReadOnlyList<MimeMessage> Messages =>
        [
            .. _messages.Select(static bytes =>
            {
                using var stream = new MemoryStream(bytes);
                return MimeMessage.Load(stream);
            }),
        ];

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        _listener.Stop();
        await _running;
        _stop.Dispose();
    }

    private async Task RunAsync()
    {
        try
        {
            while (true)
            {
                var client = await _listener.AcceptTcpClientAsync(_stop.Token);
                _ = Task.Run(() => TalkAsync(client));
            }
        }
        catch (Exception error) when (error is OperationCanceledException or SocketException)
        {
            // Stopped.
        }
    }

    private async Task TalkAsync(TcpClient client)
    {
        using var connection = client;
        await using var stream = client.GetStream();
        using var reader = new StreamReader(stream, Encoding.Latin1);
        await SayAsync("220 localhost");
        while (await reader.ReadLineAsync() is { } line)
        {
            var command = line.Split(' ')[0].ToUpperInvariant();
            switch (command)
            {
                case "EHLO":
                    await SayAsync("250-localhost\r\n250 8BITMIME");
                    break;
                case "DATA" when Refusals > 0:
                    Refusals--;
                    await SayAsync("451 Try again later");
                    break;
                case "DATA":
                    await SayAsync("354 Go on");
                    _messages.Enqueue(await ReadMessageAsync(reader));
                    await SayAsync("250 Accepted");
                    break;
                case "QUIT":
                    await SayAsync("221 Bye");
                    return;
                default:
                    await SayAsync("250 OK");
                    break;
            }
        }

        Task SayAsync(string text) => stream.WriteAsync(Encoding.ASCII.GetBytes(text + "\r\n")).AsTask();
    }

    private static async Task<byte[]> ReadMessageAsync(StreamReader reader)
    {
        var message = new StringBuilder();
        while (await reader.ReadLineAsync() is { } line && line != ".")
            message.Append(line.StartsWith("..", StringComparison.Ordinal) ? line[1..] : line).Append("\r\n");
        return Encoding.Latin1.GetBytes(message.ToString());
    }
}
