namespace GigaChat.Usage.Storage;

/// <summary>A filter as it is stored with an alert: without access token and search, which could reveal a secret.</summary>
internal sealed record UsageAlertRecords
{
    public DateTimeOffset? From { get; init; }

    public DateTimeOffset? To { get; init; }

    public string? Operation { get; init; }

    public string? Model { get; init; }

    public string? User { get; init; }

    public string? AccessTokenType { get; init; }

    public string? Platform { get; init; }

    public IReadOnlyDictionary<string, string>? Tags { get; init; }

    public string? Source { get; init; }

    public string? Outcome { get; init; }

    public static UsageAlertRecords? Of(UsageFilter? filter) =>
        filter is null
            ? null
            : new UsageAlertRecords
            {
                From = filter.From,
                To = filter.To,
                Operation = filter.Operation?.Value,
                Model = filter.Model,
                User = filter.UserId,
                AccessTokenType = filter.AccessTokenType,
                Platform = filter.Platform,
                Tags = filter.Tags?.ToDictionary(static tag => tag.Key, static tag => tag.Value),
                Source = filter.Source?.ToString(),
                Outcome = filter.Outcome?.ToString(),
            };

    public UsageFilter ToFilter() =>
        new()
        {
            From = From,
            To = To,
            Operation = Operation is null ? (UsageOperation?)null : new UsageOperation(Operation),
            Model = Model,
            UserId = User,
            AccessTokenType = AccessTokenType,
            Platform = Platform,
            Tags = Tags is null ? null : UsageTags.FromPairs(Tags),
            Source = Enum.TryParse<UsageSource>(Source, out var source) ? source : null,
            Outcome = Enum.TryParse<UsageOutcome>(Outcome, out var outcome) ? outcome : null,
        };
}
