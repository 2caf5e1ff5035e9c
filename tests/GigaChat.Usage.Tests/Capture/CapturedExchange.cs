using System.Net;
using System.Net.Http.Headers;
using System.Text;
using GigaChat.Usage.Capture;
using Microsoft.Extensions.Logging;

namespace GigaChat.Usage.Tests.Capture;

/// <summary>One request and its answer, sent through the handler without a network, for tests about what the bytes
/// mean.</summary>
internal sealed record CapturedExchange(string Path, string Request, string Answer)
{
    public HttpStatusCode Status { get; init; } = HttpStatusCode.OK;

    public string ContentType { get; init; } = "application/json";

    public string? ContentEncoding { get; init; }

    public byte[] AnswerBytes { get; init; } = Encoding.UTF8.GetBytes(Answer);

    public HttpMethod Method { get; init; } = HttpMethod.Post;

    public ILogger<GigaChatUsageHandler>? Logger { get; init; }

    public ITokenEstimator Estimator { get; init; } = new CharacterRatioTokenEstimator();

    public IUsageEnricher[] Enrichers { get; init; } = [];

    public Uri Host { get; init; } = new("https://gateway.example");

    /// <summary>The contract that its path is under.</summary>
    public WireContract Contract
    {
        get
        {
            using var request = new HttpRequestMessage(Method, new Uri(Host, Path));
            return WireContract.Of(EndpointMatcher.EveryHost.Match(request, out _));
        }
    }

    /// <summary>Sends, reads the answer to its end, and gives what was recorded.</summary>
    public IReadOnlyList<UsageRecord> Records(params int[] cuts)
    {
        var recorder = new RecordList();
        using var client = new HttpClient(
            new GigaChatUsageHandler(
                recorder,
                new GigaChatUsageHandlerOptions
                {
                    Estimator = Estimator,
                    Enrichers = Enrichers,
                    Logger = Logger,
                }
            )
            {
                InnerHandler = new Server(this, cuts),
            }
        );
        using var request = new HttpRequestMessage(Method, new Uri(Host, Path));
        if (Method == HttpMethod.Post)
            request.Content = new StringContent(Request, Encoding.UTF8, "application/json");
        using var response = client.Send(request, HttpCompletionOption.ResponseHeadersRead);
        using var stream = response.Content.ReadAsStream();
        using var read = new MemoryStream();
        stream.CopyTo(read);
        read.ToArray().Should().Equal(AnswerBytes, "the caller gets what the server sent");
        return recorder.Records;
    }

    public UsageRecord Record(params int[] cuts) => Records(cuts).Should().ContainSingle().Subject;

    private sealed class Server(CapturedExchange exchange, int[] cuts) : HttpMessageHandler
    {
        protected override HttpResponseMessage Send(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            var content = new StreamContent(new PiecesStream(exchange.AnswerBytes, cuts));
            content.Headers.ContentType = MediaTypeHeaderValue.Parse(exchange.ContentType);
            if (exchange.ContentEncoding is { } encoding)
                content.Headers.ContentEncoding.Add(encoding);
            return new HttpResponseMessage(exchange.Status) { Content = content, RequestMessage = request };
        }

        protected override Task<HttpResponseMessage> SendAsync(
            HttpRequestMessage request,
            CancellationToken cancellationToken
        ) => Task.FromResult(Send(request, cancellationToken));
    }
}
