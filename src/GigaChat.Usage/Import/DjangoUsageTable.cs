using System.Globalization;
using System.Text;

namespace GigaChat.Usage;

/// <summary>Makes records of the rows of a table whose columns are known.</summary>
internal sealed class DjangoUsageTable
{
    private const string Id = "id";
    private const string OperationType = "operation_type";
    private const string TotalTokens = "total_tokens";
    private const string CreatedAt = "created_at";
    private const string AccessToken = "access_token";

    private static readonly string[] Required = [Id, OperationType, TotalTokens, CreatedAt];

    private static readonly string[] Known =
    [
        .. Required, "generation_id", "user_id", "access_token_id", "prompt_tokens", "completion_tokens", "prompt_length", "response_length", "topic", "platform",
        "user_name", AccessToken, "access_token_type",
    ];

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

    // As Django, PostgreSQL ("+03"), SQLite and ISO 8601 write a moment.
    private static readonly string[] MomentsWithOffset = ["yyyy-MM-dd HH:mm:ss.FFFFFFFzzz", "yyyy-MM-dd HH:mm:ss.FFFFFFFzz", "yyyy-MM-dd HH:mm:ss.FFFFFFF'Z'"];
    private static readonly string[] Moments = ["yyyy-MM-dd HH:mm:ss.FFFFFFF"];

    private readonly Dictionary<string, int> _columns;
    private readonly DjangoUsageImportOptions _options;
    private readonly AccessTokenFingerprint _fingerprint;
    private readonly List<string> _problems;
    private CsvRow _row;

    private DjangoUsageTable(Dictionary<string, int> columns, DjangoUsageImportOptions options, List<string> problems)
    {
        _columns = columns;
        _options = options;
        _fingerprint = new AccessTokenFingerprint(options.AccessTokens, options.FingerprintKey);
        _problems = problems;
    }

    /// <summary>The table behind a first line; null, and a problem, when it does not name the columns.</summary>
    public static DjangoUsageTable? Read(CsvRow? header, DjangoUsageImportOptions options, List<string> problems)
    {
        if (header is not { } names)
        {
            problems.Add("The file is empty; its first line must name the columns.");
            return null;
        }

        var columns = new Dictionary<string, int>(StringComparer.OrdinalIgnoreCase);
        for (var i = 0; i < names.Fields.Count; i++)
        {
            var name = names.Fields[i].Trim();
            if (!Known.Contains(name, StringComparer.OrdinalIgnoreCase))
                problems.Add($"Line {names.Line}: {Quote(name)} is no column of the table. Leave it out of the export, or rename it; known are {string.Join(", ", Known)}.");
            else if (!columns.TryAdd(name, i))
                problems.Add($"Line {names.Line}: the column {name} is there twice.");
        }

        foreach (var missing in Required.Where(name => !columns.ContainsKey(name)))
            problems.Add($"Line {names.Line}: the column {missing} is missing.");
        return problems.Count == 0 ? new DjangoUsageTable(columns, options, problems) : null;
    }

    /// <summary>The record of a row; null, and problems, when a field is wrong.</summary>
    public UsageRecord? Record(CsvRow row)
    {
        _row = row;
        var problems = _problems.Count;
        if (row.Fields.Count != _columns.Count)
        {
            _problems.Add($"Line {row.Line} has {row.Fields.Count} fields where the first line names {_columns.Count} columns.");
            return null;
        }

        var id = Text(Id);
        if (id is null)
            Problem(Id, "is empty.");
        var record = new UsageRecord(id is null ? Guid.Empty : RecordId.FromNames(Encoding.UTF8.GetBytes($"{_options.Source}\0{id}")))
        {
            CreatedAt = Moment(),
            Operation = Operation(),
            Model = _options.Model,
            UserId = Text("user_id"),
            UserName = Text("user_name"),
            AccessToken = _fingerprint.Of(Text(AccessToken)) ?? Text("access_token_id"),
            AccessTokenType = Text("access_token_type"),
            GenerationId = Text("generation_id"),
            Topic = Text("topic"),
            Platform = Text("platform"),
            PromptTokens = Whole("prompt_tokens", UsageRecordLimits.Tokens),
            CompletionTokens = Whole("completion_tokens", UsageRecordLimits.Tokens),
            TotalTokens = Whole(TotalTokens, UsageRecordLimits.Tokens) ?? Missing(TotalTokens),
            PromptLength = (int)(Whole("prompt_length", int.MaxValue) ?? 0),
            ResponseLength = (int)(Whole("response_length", int.MaxValue) ?? 0),
            Source = UsageSource.Estimated,
            Outcome = UsageOutcome.Completed,
        };
        return _problems.Count == problems ? record : null;
    }

    private UsageOperation Operation()
    {
        var name = Text(OperationType) ?? "";
        if (_options.Operations.TryGetValue(name, out var operation) || KnownOperations.TryGetValue(name, out operation))
            return operation;
        Problem(OperationType, $"{Quote(name)} is not a known operation. Name it in the import's options if it is one of the application's own.");
        return default;
    }

    private DateTimeOffset Moment()
    {
        var text = Text(CreatedAt) ?? "";
        var spaced = text.Replace('T', ' ');
        if (DateTimeOffset.TryParseExact(spaced, MomentsWithOffset, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var moment))
            return moment;
        if (!DateTime.TryParseExact(spaced, Moments, CultureInfo.InvariantCulture, DateTimeStyles.None, out var local))
            Problem(CreatedAt, $"{Quote(text)} is not a moment such as 2026-01-31 12:30:00.123456+03.");
        else if (_options.TimeZone.IsInvalidTime(local))
            Problem(CreatedAt, $"{Quote(text)} did not happen in {_options.TimeZone.Id}: the clocks were put forward.");
        else
            return new DateTimeOffset(TimeZoneInfo.ConvertTimeToUtc(local, _options.TimeZone), TimeSpan.Zero);
        return default;
    }

    private long? Whole(string column, long limit)
    {
        if (Text(column) is not { } text)
            return null;
        if (long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var value) && value <= limit)
            return value;
        Problem(column, $"{Quote(text)} is not a whole number from 0 to {limit.ToString(CultureInfo.InvariantCulture)}.");
        return null;
    }

    private long Missing(string column)
    {
        // A number that is wrong has been told already.
        if (Text(column) is null)
            Problem(column, "is empty.");
        return 0;
    }

    /// <summary>A field, null when it is empty or its column is not there: Django tells no empty text from none.</summary>
    private string? Text(string column) => _columns.TryGetValue(column, out var at) && _row.Fields[at] is { Length: > 0 } text ? text : null;

    private void Problem(string column, string what) => _problems.Add($"Line {_row.Line}, {column}: {what}");

    private static string Quote(string value) => value.Length <= 40 ? $"\"{value}\"" : $"\"{value[..40]}…\"";
}
