using System.Text;

namespace GigaChat.Usage;

/// <summary>What <see cref="DjangoUsageImport"/> cannot read in the table.</summary>
public sealed record DjangoUsageImportOptions
{
    /// <summary>The time zone of moments that are written without an offset. A moment that a change of clocks repeats
    /// is taken as the second.</summary>
    /// <value>The default is UTC, in which Django keeps times.</value>
    public TimeZoneInfo TimeZone { get; init; } = TimeZoneInfo.Utc;

    /// <summary>The model that all calls are charged to, such as <c>GigaChat-2-Max</c>. The table has none, and without
    /// a model calls have no price.</summary>
    public string? Model { get; init; }

    /// <summary>Names the table where several are imported into one store; the ids of records follow from it.</summary>
    /// <value>The default is <c>django</c>.</value>
    public string Source { get; init; } = "django";

    /// <summary>Operations of the application's own, by what stands in <c>operation_type</c>. The three that the table
    /// knows are found by value and by the Russian name that Django shows.</summary>
    public IReadOnlyDictionary<string, UsageOperation> Operations { get; init; } =
        new Dictionary<string, UsageOperation>(StringComparer.OrdinalIgnoreCase);

    /// <summary>How values of <c>access_token</c> are kept: as <see cref="GigaChatUsageOptions.AccessTokens"/> says for
    /// live calls, so that a token stays one token.</summary>
    /// <value>The default is <see cref="AccessTokenStorage.Fingerprint"/>.</value>
    public AccessTokenStorage AccessTokens { get; init; }

    /// <summary>The application's <see cref="GigaChatUsageOptions.FingerprintKey"/>.</summary>
    public string? FingerprintKey { get; init; }

    /// <summary>How many problems are looked for before the import gives up.</summary>
    /// <value>The default is 20; at least 1.</value>
    public int MaxProblems { get; init; } = 20;

    /// <summary>What a log shows of the options: all but the key, which is a secret.</summary>
    private bool PrintMembers(StringBuilder text)
    {
        text.Append(nameof(TimeZone))
            .Append(" = ")
            .Append(TimeZone?.Id)
            .Append(", ")
            .Append(nameof(Model))
            .Append(" = ")
            .Append(Model)
            .Append(", ")
            .Append(nameof(Source))
            .Append(" = ")
            .Append(Source)
            .Append(", ")
            .Append(nameof(Operations))
            .Append(" = ")
            .Append(string.Join(' ', Operations?.Keys ?? []))
            .Append(", ")
            .Append(nameof(AccessTokens))
            .Append(" = ")
            .Append(AccessTokens)
            .Append(", ")
            .Append(nameof(FingerprintKey))
            .Append(" = ")
            .Append(FingerprintKey is null ? "" : "***")
            .Append(", ")
            .Append(nameof(MaxProblems))
            .Append(" = ")
            .Append(MaxProblems);
        return true;
    }

    internal void Validate()
    {
        ArgumentNullException.ThrowIfNull(TimeZone);
        ArgumentNullException.ThrowIfNull(Operations);
        ArgumentException.ThrowIfNullOrWhiteSpace(Source);
        ArgumentOutOfRangeException.ThrowIfLessThan(MaxProblems, 1);
        if (!Enum.IsDefined(AccessTokens))
            throw new ArgumentOutOfRangeException(
                nameof(AccessTokens),
                AccessTokens,
                "Not a way to keep access tokens."
            );
    }
}
