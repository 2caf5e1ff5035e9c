using System.Text;

namespace GigaChat.Usage;

/// <summary>The data that <see cref="DjangoUsageImport"/> cannot read from the table.</summary>
public sealed record DjangoUsageImportOptions
{
    /// <summary>
    /// The time zone of times without an offset. A time that a clock change repeats is the second one.
    /// </summary>
    /// <value>The default is UTC, in which Django stores times.</value>
    public TimeZoneInfo TimeZone { get; init; } = TimeZoneInfo.Utc;

    /// <summary>
    /// The model of all calls, such as <c>GigaChat-2-Max</c>. The table has none, and without a model calls have no
    /// price.
    /// </summary>
    public string? Model { get; init; }

    /// <summary>
    /// The name of the table where several are imported into one store; the ids of records depend on it.
    /// </summary>
    /// <value>The default is <c>django</c>.</value>
    public string Source { get; init; } = "django";

    /// <summary>
    /// Custom operations, by the value in <c>operation_type</c>. The three operations of the table are found by value
    /// and by the Russian name that Django shows.
    /// </summary>
    public IReadOnlyDictionary<string, UsageOperation> Operations { get; init; } =
        new Dictionary<string, UsageOperation>(StringComparer.OrdinalIgnoreCase);

    /// <summary>
    /// The storage of values of <c>access_token</c>, the same as <see cref="GigaChatUsageOptions.AccessTokens"/> of
    /// live calls, so that a token stays one token.
    /// </summary>
    /// <value>The default is <see cref="AccessTokenStorage.Fingerprint"/>.</value>
    public AccessTokenStorage AccessTokens { get; init; }

    /// <summary>The application's <see cref="GigaChatUsageOptions.FingerprintKey"/>.</summary>
    public string? FingerprintKey { get; init; }

    /// <summary>The number of problems after which the import stops.</summary>
    /// <value>The default is 20; at least 1.</value>
    public int MaxProblems { get; init; } = 20;

    /// <summary>The tags of every record, such as the name of the old application; a column <c>tags</c> overrides
    /// them.</summary>
    /// <value>The default is none.</value>
    public UsageTags Tags { get; init; } = UsageTags.Empty;

    /// <summary>Prints the options without the key, which is a secret.</summary>
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
            .Append(nameof(Tags))
            .Append(" = ")
            .Append(Tags)
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
        ArgumentNullException.ThrowIfNull(Tags);
        ArgumentException.ThrowIfNullOrWhiteSpace(Source);
        ArgumentOutOfRangeException.ThrowIfLessThan(MaxProblems, 1);
        if (!Enum.IsDefined(AccessTokens))
            throw new ArgumentOutOfRangeException(
                nameof(AccessTokens),
                AccessTokens,
                "The value must be one of AccessTokenStorage."
            );
    }
}
