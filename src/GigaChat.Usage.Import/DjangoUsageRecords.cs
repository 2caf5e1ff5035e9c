using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using GigaChat.Usage.Attribution;

namespace GigaChat.Usage.Import;

/// <summary>Creates records from the rows of the table.</summary>
internal sealed partial class DjangoUsageRecords
{
    // By value, and by the name that Django shows for it.
    private static readonly Dictionary<string, UsageOperation> KnownOperations = new(StringComparer.OrdinalIgnoreCase)
    {
        [UsageOperation.TextGeneration.Value] = UsageOperation.TextGeneration,
        ["Генерация текста"] = UsageOperation.TextGeneration,
        [UsageOperation.ImagePrompt.Value] = UsageOperation.ImagePrompt,
        ["Промпт для изображения"] = UsageOperation.ImagePrompt,
        [UsageOperation.ImageGeneration.Value] = UsageOperation.ImageGeneration,
        ["Генерация изображения"] = UsageOperation.ImageGeneration,
    };

    // The formats of Django, PostgreSQL ("+03"), SQLite and ISO 8601.
    private static readonly string[] MomentsWithOffset =
    [
        "yyyy-MM-dd HH:mm:ss.FFFFFFFzzz",
        "yyyy-MM-dd HH:mm:ss.FFFFFFFzz",
        "yyyy-MM-dd HH:mm:ss.FFFFFFF'Z'",
    ];
    private static readonly string[] Moments = ["yyyy-MM-dd HH:mm:ss.FFFFFFF"];

    private readonly DjangoUsageImportOptions _options;
    private readonly AccessTokenFingerprint _fingerprint;
    private readonly List<string> _problems;
    private DjangoRow _row;

    public DjangoUsageRecords(DjangoUsageImportOptions options, List<string> problems)
    {
        _options = options;
        _fingerprint = new AccessTokenFingerprint(options.AccessTokens, options.FingerprintKey);
        _problems = problems;
    }

    /// <summary>Gets the record of a row; null, and problems, when a field is not valid.</summary>
    public UsageRecord? Record(DjangoRow row)
    {
        _row = row;
        var problems = _problems.Count;
        var id = Key(DjangoColumn.Id);
        if (id is null && row[DjangoColumn.Id] is null)
            Problem(DjangoColumn.Id, "is empty.");
        var record = new UsageRecord
        {
            Id = id is null ? Guid.Empty : RecordId.FromNames(Encoding.UTF8.GetBytes($"{_options.Source}\0{id}")),
            CreatedAt = Moment(),
            Operation = Operation(),
            Model = _options.Model,
            UserId = Key(DjangoColumn.UserId),
            UserName = row[DjangoColumn.UserName],
            AccessToken = AccessToken(),
            AccessTokenType = row[DjangoColumn.AccessTokenType],
            GenerationId = Key(DjangoColumn.GenerationId),
            Topic = row[DjangoColumn.Topic],
            Platform = row[DjangoColumn.Platform],
            Tags = Tags(),
            PromptTokens = Whole(DjangoColumn.PromptTokens, UsageRecordLimits.Tokens),
            CompletionTokens = Whole(DjangoColumn.CompletionTokens, UsageRecordLimits.Tokens),
            TotalTokens = Whole(DjangoColumn.TotalTokens, UsageRecordLimits.Tokens)
                ?? Missing(DjangoColumn.TotalTokens),
            PromptLength = (int)(Whole(DjangoColumn.PromptLength, int.MaxValue) ?? 0),
            ResponseLength = (int)(Whole(DjangoColumn.ResponseLength, int.MaxValue) ?? 0),
            Source = UsageSource.Estimated,
            Outcome = UsageOutcome.Completed,
        };
        return _problems.Count == problems ? record : null;
    }

    [GeneratedRegex(
        @"^(None|NULL|null|nil|nan|NaN|<NA>|\\N|-?[0-9]+\.[0-9]*|-?[0-9.]+[eE][+-]?[0-9]+)$",
        RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking
    )]
    private static partial Regex NoKey();

    /// <summary>
    /// Gets an id. Exports that write a missing one as a word, or as a number with a fraction, would create a user or a
    /// token that does not exist.
    /// </summary>
    private string? Key(DjangoColumn column)
    {
        if (_row[column] is not { } text)
            return null;
        if (!NoKey().IsMatch(text))
            return Guid.TryParseExact(text, "N", out var key) || Guid.TryParseExact(text, "D", out key)
                ? key.ToString("D")
                : text;
        Problem(
            column,
            $"{Quoted.Of(text)} is not an id. Leave the field empty where there is none, and write ids as in the table."
        );
        return null;
    }

    /// <summary>Gets the token as it is stored for live calls, otherwise the key of its row.</summary>
    private string? AccessToken()
    {
        var key = Key(DjangoColumn.AccessTokenId);
        if (_row[DjangoColumn.AccessToken] is not { } token)
            return key;
        if (!NoKey().IsMatch(token))
            return _fingerprint.Of(WithDashes(token));

        // The value is not quoted: it may be a secret after all.
        Problem(DjangoColumn.AccessToken, "is not a token. Leave the field empty where there is none.");
        return null;
    }

    /// <summary>
    /// Adds the dashes that SQLite omits from a UUID. Other secrets of 32 hexadecimal digits are unchanged: they lack
    /// the version and variant of a UUID.
    /// </summary>
    private static string WithDashes(string token) =>
        token.Length is 32 or 36
        && Guid.TryParseExact(token, token.Length == 32 ? "N" : "D", out var uuid)
        && uuid.Version is >= 1 and <= 8
        && uuid.Variant is >= 8 and <= 11
            ? uuid.ToString("D")
            : token;

    private UsageOperation Operation()
    {
        var name = _row[DjangoColumn.OperationType] ?? "";
        if (
            _options.Operations.TryGetValue(name, out var operation) || KnownOperations.TryGetValue(name, out operation)
        )
            return operation;
        Problem(
            DjangoColumn.OperationType,
            $"{Quoted.Of(name)} is not a known operation. Add it to the import's Operations if it is a custom one."
        );
        return default;
    }

    private DateTimeOffset Moment()
    {
        var text = _row[DjangoColumn.CreatedAt] ?? "";
        var spaced = text.Replace('T', ' ');
        if (
            DateTimeOffset.TryParseExact(
                spaced,
                MomentsWithOffset,
                CultureInfo.InvariantCulture,
                DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal,
                out var moment
            )
        )
            return moment;
        if (!DateTime.TryParseExact(spaced, Moments, CultureInfo.InvariantCulture, DateTimeStyles.None, out var local))
            Problem(
                DjangoColumn.CreatedAt,
                $"{Quoted.Of(text)} is not a moment such as 2026-01-31 12:30:00.123456+03."
            );
        else if (_options.TimeZone.IsInvalidTime(local))
            Problem(
                DjangoColumn.CreatedAt,
                $"{Quoted.Of(text)} does not exist in {_options.TimeZone.Id}: the clocks were set forward."
            );
        else
            return new DateTimeOffset(TimeZoneInfo.ConvertTimeToUtc(local, _options.TimeZone), TimeSpan.Zero);
        return default;
    }

    /// <summary>Gets the tags of the row, an object of texts, with those of the options that it lacks.</summary>
    private UsageTags Tags()
    {
        if (_row[DjangoColumn.Tags] is not { } text)
            return _options.Tags;
        try
        {
            using var json = JsonDocument.Parse(text);
            if (
                json.RootElement.ValueKind == JsonValueKind.Object
                && json.RootElement.EnumerateObject()
                    .All(static tag => tag.Value.ValueKind == JsonValueKind.String && tag.Name.Length > 0)
            )
                return UsageTags.FromPairs(
                    _options.Tags.Concat(
                        json.RootElement.EnumerateObject()
                            .Select(static tag => KeyValuePair.Create(tag.Name, tag.Value.GetString()!))
                    )
                );
        }
        catch (JsonException)
        {
            // Reported below.
        }

        Problem(DjangoColumn.Tags, $"{Quoted.Of(text)} is not an object of texts such as {{\"tenant\":\"acme\"}}.");
        return UsageTags.Empty;
    }

    private long? Whole(DjangoColumn column, long limit)
    {
        if (_row[column] is not { } text)
            return null;
        if (long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var value) && value <= limit)
            return value;
        Problem(
            column,
            $"{Quoted.Of(text)} is not a whole number from 0 to {limit.ToString(CultureInfo.InvariantCulture)}."
        );
        return null;
    }

    private long Missing(DjangoColumn column)
    {
        // The problem of an invalid number has been added already.
        if (_row[column] is null)
            Problem(column, "is empty.");
        return 0;
    }

    private void Problem(DjangoColumn column, string what) => _problems.Add(_row.Problem(column, what));
}
