using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using GigaChat.Usage.Queries;

namespace GigaChat.Usage.Configuration;

/// <summary>
/// Reads a group of settings strictly: a missing, invalid or unknown setting becomes a problem that names its path.
/// </summary>
/// <remarks>A key that was read is a known key, so read all of them before <see cref="RefuseOthers"/>.</remarks>
internal sealed class SettingGroup
{
    private const NumberStyles Number =
        NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent;

    private readonly List<string> _problems;
    private readonly List<string> _known = [];

    public SettingGroup(SettingNode node, List<string> problems)
    {
        Node = node;
        _problems = problems;
        if (node.Text is not null)
            Problem($"{Here} is '{node.Text}'; it must be a group of settings.");
        foreach (
            var twice in node
                .Children.GroupBy(child => child.Key, StringComparer.OrdinalIgnoreCase)
                .Where(same => same.Skip(1).Any())
        )
            Problem($"{twice.First().Path} is set twice.");
    }

    public SettingNode Node { get; }

    public string Here => Node.Path.Length == 0 ? "The root" : Node.Path;

    public void Problem(string text) => _problems.Add(text.ReplaceLineEndings(" "));

    public string? Text(string key, bool required = false)
    {
        var text = Find(key) is { } node ? Single(node) : null;
        if (!string.IsNullOrWhiteSpace(text))
            return text;
        if (required)
            Problem($"{PathOf(key)} is missing.");
        return null;
    }

    public decimal? Decimal(string key) =>
        Read<decimal>(key, "a number such as 65 or 103.7", static (text, out value) =>
            decimal.TryParse(text, Number, CultureInfo.InvariantCulture, out value)
        );

    public long? Whole(string key) =>
        Read<long>(key, "a whole number such as 20000000", static (text, out value) =>
            long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out value)
        );

    public bool? Boolean(string key) =>
        Read<bool>(key, "true or false", static (text, out value) => bool.TryParse(text, out value));

    /// <summary>
    /// Reads a time with its offset, or a day, which begins at midnight of Moscow, where GigaChat is billed.
    /// </summary>
    public DateTimeOffset? Moment(string key) =>
        Read<DateTimeOffset>(
            key,
            "a day such as 2026-02-01 (midnight in Moscow) or a moment with its offset such as 2026-02-01T00:00:00+03:00",
            TryMoment
        );

    /// <summary>
    /// Reads a duration with colons: a bare number would be read as a number of days, which nobody intends.
    /// </summary>
    public TimeSpan? Time(string key) =>
        Read<TimeSpan>(key, "a time such as 01:00:00 or 7.00:00:00", static (text, out value) =>
            TimeSpan.TryParse(text, CultureInfo.InvariantCulture, out value)
            && text.Contains(':', StringComparison.Ordinal)
        );

    public T? Name<[DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicFields)] T>(string key)
        where T : struct, Enum =>
        Read<T>(key, string.Join(" or ", Enum.GetNames<T>()), static (text, out value) =>
            Enum.TryParse(text, ignoreCase: true, out value)
            && Enum.GetNames<T>().Contains(text, StringComparer.OrdinalIgnoreCase)
        );

    public IReadOnlyList<SettingGroup> Groups(string key) =>
        [.. Items(key).Select(item => new SettingGroup(item, _problems))];

    public IReadOnlyList<SettingNode> Items(string key)
    {
        if (Find(key) is not { } node)
            return [];
        if (
            string.IsNullOrEmpty(node.Text)
            && node.Children.All(static child => int.TryParse(child.Key, CultureInfo.InvariantCulture, out _))
        )
            return node.Children;
        Problem($"{node.Path} must be a list.");
        return [];
    }

    /// <summary>Reads names and texts of a group with free keys.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> Pairs(string key) =>
        Find(key) is not { } node ? []
        : node.Text is { Length: > 0 } ? Refused<KeyValuePair<string, string>>($"{node.Path} must be a group of names.")
        : [.. node.Children.Select(child => KeyValuePair.Create(child.Key, Single(child) ?? ""))];

    public void RefuseOthers()
    {
        foreach (
            var child in Node.Children.Where(child => !_known.Contains(child.Key, StringComparer.OrdinalIgnoreCase))
        )
            Problem($"{child.Path} is not a known setting; known here are {string.Join(", ", _known)}.");
    }

    private static bool TryMoment(string text, out DateTimeOffset value)
    {
        if (DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day))
        {
            value = ReportDays.StartOf(day, ReportTimeZone.Default);
            value = TimeZoneInfo.ConvertTime(value, ReportTimeZone.Default);
            return true;
        }

        return DateTimeOffset.TryParseExact(
                text,
                ["yyyy-MM-ddTHH:mm:ssK", "yyyy-MM-ddTHH:mm:ss.FFFFFFFK"],
                CultureInfo.InvariantCulture,
                DateTimeStyles.AssumeUniversal,
                out value
            ) && (text.EndsWith('Z') || text.LastIndexOfAny(['+', '-']) > "yyyy-MM-dd".Length);
    }

    private IReadOnlyList<T> Refused<T>(string problem)
    {
        Problem(problem);
        return [];
    }

    private T? Read<T>(string key, string form, Reading<T> read)
        where T : struct
    {
        if (Text(key) is not { } text)
            return null;
        if (read(text, out var value))
            return value;
        Problem($"{PathOf(key)} is '{text}'; it must be {form}.");
        return null;
    }

    private string? Single(SettingNode node)
    {
        if (node.Children.Count > 0)
            Problem($"{node.Path} must be a single value.");
        return node.Text;
    }

    private SettingNode? Find(string key)
    {
        _known.Add(key);
        return Node.Children.FirstOrDefault(child => string.Equals(child.Key, key, StringComparison.OrdinalIgnoreCase));
    }

    private string PathOf(string key) => Node.Path.Length == 0 ? key : $"{Node.Path}:{key}";

    private delegate bool Reading<T>(string text, out T value);
}
