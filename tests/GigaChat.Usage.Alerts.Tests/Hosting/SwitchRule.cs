namespace GigaChat.Usage.Alerts.Tests;

/// <summary>A rule of an application: it observes the keys that the test sets.</summary>
internal sealed class SwitchRule : UsageAlertRule
{
    public SwitchRule()
        : this("switch") { }

    public SwitchRule(string name)
        : base(name) { }

    public HashSet<string> On { get; } = [];

    public Exception? Error { get; set; }

    public bool IsEvent { get; set; }

    public override ValueTask<IReadOnlyList<UsageAlertObservation>> EvaluateAsync(
        UsageAlertContext context,
        CancellationToken cancellationToken
    ) =>
        Error is { } error
            ? throw error
            : ValueTask.FromResult<IReadOnlyList<UsageAlertObservation>>([
                .. On.Order(StringComparer.Ordinal)
                    .Select(key => new UsageAlertObservation
                    {
                        Key = key,
                        IsEvent = IsEvent,
                        English = new UsageAlertText { Title = $"{key} is on", Body = "Switch it off." },
                        Russian = new UsageAlertText { Title = $"{key} включён", Body = "Выключите." },
                        Figures = new Dictionary<string, string> { ["number"] = "1.5" },
                    }),
            ]);
}
