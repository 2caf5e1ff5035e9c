namespace GigaChat.Usage.Alerts.Tests;

/// <summary>Keeps what it is given, and fails on request.</summary>
internal sealed class RecordingSink(string name = "test") : IUsageAlertSink
{
    private readonly Lock _gate = new();
    private readonly List<UsageAlertNotification> _received = [];

    public string Name => name;

    /// <summary>The number of deliveries that fail from now on.</summary>
    public int Failures { get; set; }

    public TaskCompletionSource? Hanging { get; set; }

    public IReadOnlyList<UsageAlertNotification> Received
    {
        get
        {
            lock (_gate)
                return [.. _received];
        }
    }

    public IEnumerable<string> Kinds => Received.Select(static one => one.Kind.ToString());

    public async ValueTask DeliverAsync(UsageAlertNotification notification, CancellationToken cancellationToken)
    {
        if (Hanging is { } hanging)
            await hanging.Task;
        lock (_gate)
        {
            if (Failures > 0)
            {
                Failures--;
                throw new HttpRequestException("This text must not be shown.");
            }

            _received.Add(notification);
        }
    }
}
