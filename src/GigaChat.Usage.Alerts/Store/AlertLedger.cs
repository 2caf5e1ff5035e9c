namespace GigaChat.Usage.Alerts;

/// <summary>
/// Decides, without side effects, which alerts an evaluation opens, extends and resolves, and which notifications it
/// sends.
/// </summary>
internal sealed class AlertLedger(
    UsageAlertOptions options,
    IReadOnlyDictionary<string, UsageAlertRule> rules,
    IReadOnlyList<string> sinks,
    TimeZoneInfo zone,
    DateTimeOffset now
)
{
    /// <summary>The time after which the sight of an open alert is written again.</summary>
    private static readonly TimeSpan SightEvery = TimeSpan.FromSeconds(30);

    /// <summary>The time after which alerts of a rule that no process has any more are closed without a word.</summary>
    private static readonly TimeSpan Orphaned = TimeSpan.FromDays(1);

    private readonly List<UsageAlert> _opened = [];
    private readonly Dictionary<Guid, UsageAlert> _updated = [];
    private readonly List<UsageAlertDelivery> _deliveries = [];
    private int _room;

    /// <param name="state">The stored alerts.</param>
    /// <param name="observed">The observations, by rule.</param>
    /// <param name="evaluated">The rules that were evaluated: alerts of others stay as they are.</param>
    public UsageAlertChanges Decide(
        UsageAlertState state,
        IReadOnlyList<(UsageAlertRule Rule, UsageAlertObservation Observation)> observed,
        IReadOnlySet<string> evaluated
    )
    {
        _room = options.MaxPerHour - state.SentInLastHour;
        var open = state
            .Current.Where(static alert => alert.IsOpen)
            .ToDictionary(static alert => new UsageAlertKey(alert.Rule, alert.Key));
        var newest = state.Newest.ToDictionary(static alert => new UsageAlertKey(alert.Rule, alert.Key));
        var seen = new HashSet<UsageAlertKey>();
        foreach (var (rule, observation) in observed)
        {
            var key = new UsageAlertKey(rule.Name, observation.Key);
            if (!seen.Add(key))
                continue;
            if (open.TryGetValue(key, out var alert))
                Extend(rule, alert, observation);
            else if (!observation.ExtendsOnly)
                Open(rule, observation, newest.GetValueOrDefault(key));
        }

        foreach (var alert in open.Values.Where(alert => !seen.Contains(new UsageAlertKey(alert.Rule, alert.Key))))
            Resolve(alert, evaluated);
        Release(state);
        return new UsageAlertChanges
        {
            Opened = _opened,
            Updated = [.. _updated.Values],
            Deliveries = _deliveries,
            ForgetBefore = now - options.KeepFor,
        };
    }

    private void Open(UsageAlertRule rule, UsageAlertObservation observation, UsageAlert? last)
    {
        if (observation.IsEvent && last is not null)
            return;
        var alert = With(
            new UsageAlert
            {
                Id = Guid.CreateVersion7(now),
                Rule = rule.Name,
                Key = observation.Key,
                Episode = (last?.Episode ?? 0) + 1,
                OpenedAt = now,
                LastSeenAt = now,
                ResolvedAt = observation.IsEvent ? now : null,
                English = observation.English,
                Russian = observation.Russian,
            },
            rule,
            observation
        );
        if (observation.IsEvent)
        {
            _opened.Add(alert with { NotifiedAt = now });
            Send(UsageAlertNotificationKind.Digest, [alert], isLimited: false);
        }
        else if (MaySend(alert))
        {
            _opened.Add(alert with { NotifiedAt = now });
            Send(UsageAlertNotificationKind.Opened, [alert], isLimited: true);
        }
        else
        {
            _opened.Add(alert with { IsHeld = true });
        }
    }

    private void Extend(UsageAlertRule rule, UsageAlert alert, UsageAlertObservation observation)
    {
        if (
            !alert.IsHeld
            && !observation.ExtendsOnly
            && rule.RepeatAfter is { } repeat
            && now - alert.NotifiedAt >= repeat
        )
        {
            var fresh = With(alert, rule, observation) with { LastSeenAt = now };
            if (MaySend(fresh))
            {
                _updated[alert.Id] = fresh with { NotifiedAt = now };
                Send(UsageAlertNotificationKind.Repeated, [fresh], isLimited: true);
                return;
            }
        }

        if (now - alert.LastSeenAt >= SightEvery)
            _updated[alert.Id] = alert with { LastSeenAt = now };
    }

    private void Resolve(UsageAlert alert, IReadOnlySet<string> evaluated)
    {
        var age = now - alert.LastSeenAt;
        if (!rules.TryGetValue(alert.Rule, out var rule))
        {
            if (age >= Orphaned)
                _updated[alert.Id] = alert with { ResolvedAt = now, IsHeld = false };
            return;
        }

        if (!evaluated.Contains(alert.Rule) || age < rule.ResolveAfter)
            return;
        var resolved = alert with { ResolvedAt = now };
        if (alert.IsHeld || !options.SendResolved)
        {
            _updated[alert.Id] = resolved;
        }
        else if (MaySend(resolved))
        {
            _updated[alert.Id] = resolved with { NotifiedAt = now };
            Send(UsageAlertNotificationKind.Resolved, [resolved], isLimited: true);
        }
        else
        {
            _updated[alert.Id] = resolved with { IsHeld = true };
        }
    }

    /// <summary>Sends what was held, as one notification.</summary>
    private void Release(UsageAlertState state)
    {
        UsageAlert[] held =
        [
            .. state
                .Current.Select(alert => _updated.GetValueOrDefault(alert.Id) ?? alert)
                .Where(alert => alert.IsHeld && !IsQuiet(alert.Severity)),
        ];
        if (held.Length == 0 || state.JoinedInLastHour > 0)
            return;
        if (held is [var one])
        {
            if (!MaySend(one))
                return;
            _updated[one.Id] = one with { IsHeld = false, NotifiedAt = now };
            Send(
                one.IsOpen || one.NotifiedAt is null
                    ? UsageAlertNotificationKind.Opened
                    : UsageAlertNotificationKind.Resolved,
                [one],
                isLimited: true
            );
            return;
        }

        // One notification for all: it is the last of the hour, and has a place of its own.
        foreach (var alert in held)
            _updated[alert.Id] = alert with { IsHeld = false, NotifiedAt = now };
        Send(UsageAlertNotificationKind.Joined, held, isLimited: true);
    }

    private bool MaySend(UsageAlert alert) => !IsQuiet(alert.Severity) && _room > 0;

    private bool IsQuiet(UsageAlertSeverity severity)
    {
        if (
            options is not { QuietFrom: { } from, QuietUntil: { } until }
            || (severity == UsageAlertSeverity.Critical && options.SendCriticalInQuietHours)
        )
            return false;
        var time = TimeOnly.FromDateTime(TimeZoneInfo.ConvertTime(now, zone).DateTime);
        return time.IsBetween(from, until);
    }

    private void Send(UsageAlertNotificationKind kind, UsageAlert[] alerts, bool isLimited)
    {
        _room -= isLimited ? 1 : 0;
        var notification = new UsageAlertNotification
        {
            Id = Guid.CreateVersion7(now),
            Kind = kind,
            CreatedAt = now,
            Alerts = alerts,
        };
        var payload = NotificationJson.Write(notification);
        string[] users = [.. alerts.SelectMany(static alert => alert.Users).Distinct(StringComparer.Ordinal)];
        foreach (var sink in sinks)
        {
            _deliveries.Add(
                new UsageAlertDelivery
                {
                    NotificationId = notification.Id,
                    Sink = sink,
                    Rule = kind == UsageAlertNotificationKind.Joined ? UsageAlertDelivery.JoinedRule : alerts[0].Rule,
                    AlertId = kind == UsageAlertNotificationKind.Joined ? null : alerts[0].Id,
                    IsLimited = isLimited,
                    Payload = payload,
                    CreatedAt = now,
                    NextAttemptAt = now,
                    Users = users,
                }
            );
        }
    }

    private static UsageAlert With(UsageAlert alert, UsageAlertRule rule, UsageAlertObservation observation) =>
        alert with
        {
            Severity = observation.Severity ?? rule.Severity,
            English = observation.English,
            Russian = observation.Russian,
            Figures = observation.Figures,
            Records = observation.Records,
            Users = observation.Users,
        };
}
