using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using Microsoft.Extensions.Configuration;

namespace GigaChat.Usage.Configuration;

/// <summary>The form of a setting: what the binder of the framework accepts, or ignores, against the intention.</summary>
/// <remarks>
/// The binder reads "30" as thirty days and a number as a name of an enumeration, and ignores a group where a value
/// belongs, and a value where a group belongs.
/// </remarks>
internal sealed class SettingForm
{
    private readonly Predicate<string> _fits;
    private readonly Shape _shape;
    private readonly bool _isSecret;

    private SettingForm(string words, Predicate<string>? fits = null, Shape shape = Shape.Single, bool isSecret = false)
    {
        _isSecret = isSecret;
        Words = words;
        _fits = fits ?? (static _ => true);
        _shape = shape;
    }

    private enum Shape
    {
        Single,
        List,
        Groups,
        Map,
        Elsewhere,
    }

    public static SettingForm Text { get; } = new("a text");

    public static SettingForm Whole { get; } = new("a whole number such as 1000");

    public static SettingForm Number { get; } = new("a number such as 65 or 103.7");

    public static SettingForm Flag { get; } = new("true or false");

    /// <summary>
    /// A duration with colons: a bare number would be read as a number of days, which nobody intends.
    /// </summary>
    public static SettingForm Time { get; } =
        new("a time as hours:minutes:seconds, such as 00:00:30 or 7.00:00:00", static text =>
            text.Contains(':', StringComparison.Ordinal) && TimeSpan.TryParse(text, CultureInfo.InvariantCulture, out _)
        );

    public static SettingForm Moment { get; } =
        new(
            "a day such as 2026-02-01 (midnight in Moscow) or a moment with its offset such as 2026-02-01T00:00:00+03:00",
            static text => SettingMoment.TryRead(text, out _)
        );

    /// <summary>A time of day.</summary>
    public static SettingForm Clock { get; } =
        new("a time of day such as 22:00", static text =>
            TimeOnly.TryParseExact(text, "HH:mm", CultureInfo.InvariantCulture, DateTimeStyles.None, out _)
        );

    /// <summary>An address, which may contain a secret, so that no message shows it.</summary>
    public static SettingForm Address { get; } =
        new("an absolute HTTP address", static text => Uri.TryCreate(text, UriKind.Absolute, out _), isSecret: true);

    /// <summary>A known setting that is not bound with its group.</summary>
    public static SettingForm Elsewhere { get; } = new("a setting", shape: Shape.Elsewhere);

    /// <summary>A list of values.</summary>
    public static SettingForm List { get; } = new("a list, such as an array in JSON", shape: Shape.List);

    /// <summary>A list of whole numbers.</summary>
    public static SettingForm WholeList { get; } =
        new(
            "a list of whole numbers",
            static text => int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out _),
            Shape.List
        );

    /// <summary>A list of groups of settings.</summary>
    public static SettingForm Groups { get; } = new("a list, such as an array in JSON", shape: Shape.Groups);

    /// <summary>A group with free names and a text for each.</summary>
    public static SettingForm Map { get; } = new("a group of names", shape: Shape.Map);

    /// <summary>The description of valid values, for error messages.</summary>
    public string Words { get; }

    /// <summary><c>true</c> if it is not bound with its group; otherwise, <c>false</c>.</summary>
    public bool IsApart => _shape is Shape.Groups or Shape.Elsewhere;

    public static SettingForm Name<[DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicFields)] T>()
        where T : struct, Enum
    {
        var names = Enum.GetNames<T>();
        return new(string.Join(" or ", names), text => names.Contains(text, StringComparer.OrdinalIgnoreCase));
    }

    /// <summary>Gets the problem of a setting; null if it has none that is visible before it is bound.</summary>
    public string? ProblemOf(IConfigurationSection setting)
    {
        if (_shape == Shape.Elsewhere)
            return null;
        if (_shape == Shape.Single)
            return Nested(setting) ?? (setting.Value is { Length: > 0 } text && !_fits(text) ? Wrong(setting) : null);
        if (setting.Value is { Length: > 0 })
            return Wrong(setting);
        var items = setting.GetChildren().ToList();
        if (
            _shape is not Shape.Map
            && items.Exists(static item =>
                !int.TryParse(item.Key, NumberStyles.None, CultureInfo.InvariantCulture, out _)
            )
        )
            return $"{setting.Path} must be {Words}.";
        return _shape == Shape.Groups
            ? null
            : items.Select(ItemProblem).FirstOrDefault(static problem => problem is not null);
    }

    /// <summary>Gets the problem of a value that cannot be read.</summary>
    public string Wrong(IConfigurationSection setting) =>
        _isSecret ? $"{setting.Path} must be {Words}." : $"{setting.Path} is '{setting.Value}'; it must be {Words}.";

    private string? ItemProblem(IConfigurationSection item) =>
        Nested(item)
        ?? (
            _shape == Shape.List && !_fits(item.Value ?? "")
                ? $"{item.Path} is '{item.Value}'; the setting must be {Words}."
                : null
        );

    private static string? Nested(IConfigurationSection setting) =>
        setting.GetChildren().FirstOrDefault() is { } nested
            ? $"{nested.Path} is not a known setting; {setting.Path} must be a single value."
            : null;
}
