using GigaChat.Usage.Alerts;
using GigaChat.Usage.Capture;
using GigaChat.Usage.Diagnostics;

namespace GigaChat.Usage;

/// <summary>
/// Responses that this process received differ from the known contract of the API: unknown fields of usage, totals that
/// are not the sum of their parts, unreadable bodies, unknown finish reasons.
/// </summary>
public sealed class WireContractAlertRule : UsageAlertRule
{
    private readonly Dictionary<string, (long Responses, DateTimeOffset At)> _seen = new(StringComparer.Ordinal);

    /// <summary>Initializes a new instance of the <see cref="WireContractAlertRule"/> class.</summary>
    public WireContractAlertRule()
        : base("wire-contract") => RepeatAfter = TimeSpan.FromDays(7);

    /// <summary>The time for which an alert lasts after the last such response.</summary>
    /// <value>The default is 1 hour.</value>
    public TimeSpan Window { get; set; } = TimeSpan.FromHours(1);

    /// <inheritdoc />
    public override void Validate()
    {
        base.Validate();
        RequireAtLeast(Window, TimeSpan.FromMinutes(1), nameof(Window));
    }

    /// <inheritdoc />
    public override ValueTask<IReadOnlyList<UsageAlertObservation>> EvaluateAsync(
        UsageAlertContext context,
        CancellationToken cancellationToken
    )
    {
        ArgumentNullException.ThrowIfNull(context);
        var services = context.Facts.Services;
        var found = new List<UsageAlertObservation>();
        foreach (var finding in CaptureChecks.Examine(services.Capture, services.CaptureFailures))
        {
            if (TextOf(finding.Code) is not { } text || finding.Figures["answers"] is not long responses)
                continue;

            // The counts begin with the process: only a higher one is news.
            var seen = _seen.GetValueOrDefault(finding.Code);
            if (responses > seen.Responses)
                _seen[finding.Code] = seen = (responses, context.Now);
            if (context.Now - seen.At <= Window)
                found.Add(Observe(finding, text, responses));
        }

        return ValueTask.FromResult<IReadOnlyList<UsageAlertObservation>>(found);
    }

    private static UsageAlertObservation Observe(
        UsageFinding finding,
        (string English, string Russian) text,
        long responses
    )
    {
        var names =
            (finding.Figures.GetValueOrDefault("fields") ?? finding.Figures.GetValueOrDefault("reasons")) as string;
        return AlertTexts.Observe(
            finding.Code,
            words =>
                AlertTexts.Text(
                    words.Of(text.English, text.Russian),
                    words.Of(
                        $"Seen in {words.Responses(responses)} since the start of the process{(names is null ? "" : $": {names}")}.",
                        $"С запуска процесса: {words.Responses(responses)}{(names is null ? "" : $" ({names})")}."
                    ),
                    words.Of(
                        $"The diagnostics explain the code {finding.Code}.",
                        $"Код {finding.Code} объясняет диагностика."
                    )
                ),
            ("code", finding.Code),
            ("responses", responses),
            ("names", names)
        );
    }

    private static (string English, string Russian)? TextOf(string code) =>
        code switch
        {
            UsageFindingCode.TotalDiffers => (
                "The API reports totals that are not prompt plus completion",
                "API сообщает итоги, которые не равны сумме запроса и ответа"
            ),
            UsageFindingCode.UsageFieldUnknown => (
                "The API reports unknown fields of usage, which are not counted",
                "API сообщает неизвестные поля usage, они не учитываются"
            ),
            UsageFindingCode.FinishReasonUnknown => (
                "The API reports unknown finish reasons",
                "API сообщает неизвестные причины завершения"
            ),
            UsageFindingCode.AnswersUnreadable => (
                "Responses of the API cannot be read completely; their tokens are estimated",
                "Ответы API не читаются полностью; их токены оцениваются"
            ),
            _ => null,
        };
}
