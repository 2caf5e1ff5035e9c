using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using System.Text;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;

namespace GigaChat.Usage.Tests;

/// <summary>A client whose calls are held against budgets, over a wire that answers with the usage a test
/// says.</summary>
internal sealed class BudgetedClient : IDisposable
{
    /// <summary>A Monday, noon in Moscow.</summary>
    public static readonly DateTimeOffset Start = new(2026, 6, 15, 12, 0, 0, TimeSpan.FromHours(3));

    private readonly HttpMessageInvoker _invoker;
    private readonly Wire _wire;

    public BudgetedClient(
        UsageBudget[] budgets,
        GigaChatBudgetOptions? options = null,
        IBudgetStore? store = null,
        IEnumerable<UsageRecord>? history = null,
        PriceBook? prices = null,
        IUsageReader? reader = null,
        ILogger<GigaChatBudgets>? logger = null
    )
    {
        Usage = new GigaChatTokenUsage(reader ?? new ListUsageReader(history ?? []), prices, timeProvider: Clock);
        Budgets = new GigaChatBudgets(
            budgets,
            Usage,
            new GigaChatBudgetServices
            {
                Options = options ?? new(),
                Store = store,
                TimeProvider = Clock,
                Logger = logger,
                Limits = Clock,
            }
        );
        Budgets.ThresholdReached += (_, reached) => Reached.Enqueue(reached);
        _wire = new Wire(this);
        _invoker = new HttpMessageInvoker(
            new GigaChatUsageHandler(
                Recorder,
                new GigaChatUsageHandlerOptions { TimeProvider = Clock, Gates = [Budgets] }
            )
            {
                InnerHandler = _wire,
            }
        );
    }

    public FakeTimeProvider Clock { get; } = new(Start);

    public GigaChatTokenUsage Usage { get; }

    public GigaChatBudgets Budgets { get; }

    public RecordList Recorder { get; } = new();

    public ConcurrentQueue<BudgetThresholdEventArgs> Reached { get; } = new();

    public int Sent => _wire.Sent;

    /// <summary>What the wire bills a call with.</summary>
    public long Bills { get; set; } = 100;

    /// <summary>What happens on the wire before it answers.</summary>
    public Func<CancellationToken, Task>? OnWire { get; set; }

    public HttpStatusCode Status { get; set; } = HttpStatusCode.OK;

    /// <summary>A call to GigaChat-2 whose prompt is estimated at 14 tokens.</summary>
    public async Task<HttpResponseMessage> SendAsync(
        int? maxTokens,
        UsageContext? context = null,
        HttpContent? content = null,
        string model = "GigaChat-2",
        string path = "chat/completions",
        CancellationToken cancellationToken = default
    )
    {
        var response = await _invoker.SendAsync(Request(maxTokens, context, content, model, path), cancellationToken);
        if (response.IsSuccessStatusCode)
            await response.Content.ReadAsByteArrayAsync(cancellationToken);
        return response;
    }

    public HttpResponseMessage Send(int? maxTokens, HttpContent? content = null) =>
        _invoker.Send(Request(maxTokens, null, content, "GigaChat-2"), CancellationToken.None);

    public Task<HttpResponseMessage> SendUnreadAsync(int maxTokens) =>
        _invoker.SendAsync(Request(maxTokens, null, null, "GigaChat-2"), CancellationToken.None);

    public async Task<(decimal Used, decimal Reserved)> StandingAsync()
    {
        var status = (await Budgets.GetStatusAsync()).Single();
        return (status.Used, status.Reserved);
    }

    /// <summary>The budgets in use once so much is used: what a store counts late, or of another model than the
    /// requested, is counted in the background.</summary>
    public async Task<IReadOnlyList<BudgetStatus>> UsedAsync(decimal used)
    {
        var patience = Patience.Token;
        while (true)
        {
            var statuses = await Budgets.GetStatusAsync(patience);
            if (statuses.Sum(static status => status.Used) == used)
                return [.. statuses.Where(static status => status.Used + status.Reserved > 0)];
            await Task.Delay(TimeSpan.FromMilliseconds(1), TimeProvider.System, patience);
        }
    }

    /// <summary>Ends when so many thresholds were raised.</summary>
    public async Task Reaching(int thresholds)
    {
        while (Reached.Count < thresholds)
            await Task.Delay(TimeSpan.FromMilliseconds(1), TimeProvider.System);
    }

    public void Dispose() => _invoker.Dispose();

    /// <summary>The handler of another client over the same wire and budgets.</summary>
    public GigaChatUsageHandler Handler() =>
        new(Recorder, new GigaChatUsageHandlerOptions { TimeProvider = Clock, Gates = [Budgets] })
        {
            InnerHandler = new Wire(this, _wire),
        };

    public static string Body(int? maxTokens, string model = "GigaChat-2") =>
        $$"""{"model":"{{model}}","messages":[{"role":"user","content":"Привет!"}]{{(maxTokens is { } most ? ",\"max_tokens\":" + most.ToString(CultureInfo.InvariantCulture) : "")}}}""";

    private static HttpRequestMessage Request(
        int? maxTokens,
        UsageContext? context,
        HttpContent? content,
        string model,
        string path = "chat/completions"
    )
    {
        var request = new HttpRequestMessage(HttpMethod.Post, $"https://api.giga.chat/v1/{path}")
        {
            Content = content ?? new StringContent(Body(maxTokens, model), Encoding.UTF8, "application/json"),
        };
        if (context is not null)
            request.SetGigaChatUsage(context);
        return request;
    }

    private sealed class Wire(BudgetedClient client, Wire? counter = null) : HttpMessageHandler
    {
        private int _sent;

        public int Sent => _sent;

        protected override async Task<HttpResponseMessage> SendAsync(
            HttpRequestMessage request,
            CancellationToken cancellationToken
        )
        {
            Interlocked.Increment(ref (counter ?? this)._sent);
            if (client.OnWire is { } wait)
                await wait(cancellationToken);
            var body = request.Content is { } content ? await content.ReadAsStringAsync(CancellationToken.None) : "";
            return Answer(
                request,
                body.Contains("GigaChat-2-Max", StringComparison.Ordinal) ? "GigaChat-2-Max" : "GigaChat-2"
            );
        }

        protected override HttpResponseMessage Send(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            Interlocked.Increment(ref _sent);
            return Answer(request);
        }

        private HttpResponseMessage Answer(HttpRequestMessage request, string model = "GigaChat-2")
        {
            var tokens = client.Bills.ToString(CultureInfo.InvariantCulture);
            var text =
                client.Status == HttpStatusCode.OK
                    ? $$$"""{"choices":[{"message":{"content":"Да","role":"assistant"},"index":0,"finish_reason":"stop"}],"model":"{{{model}}}:2.0.28.2","object":"chat.completion","usage":{"prompt_tokens":0,"completion_tokens":{{{tokens}}},"total_tokens":{{{tokens}}}}}"""
                    : """{"status":500,"message":"Internal"}""";
            return new HttpResponseMessage(client.Status)
            {
                RequestMessage = request,
                Content = new StringContent(text, Encoding.UTF8, "application/json"),
            };
        }
    }
}
