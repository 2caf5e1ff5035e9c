using System.Globalization;

namespace GigaChat.Usage.AspNetCore;

/// <content>The dimensions.</content>
internal sealed partial record Dimension
{
    public static Dimension Operation { get; } =
        new(
            "operation",
            "operation",
            UsageDimensions.Operation,
            static text => text.OperationColumn,
            static (group, _) => (group.Operation ?? default).Value
        )
        {
            Field = FilterFields.Operation,
            NameOf = static (view, key) => view.Text.Operation(key is null ? default : new UsageOperation(key)),
            ColourOf = static key => SeriesColour.Of(key is null ? default : new UsageOperation(key)),
        };

    public static Dimension Model { get; } =
        new("model", "model", UsageDimensions.Model, static text => text.ModelColumn, static (group, _) => group.Model)
        {
            Field = FilterFields.Model,
            NameOf = static (view, key) => key ?? view.Text.NoModel,
        };

    public static Dimension User { get; } =
        new("user", "userId", UsageDimensions.User, static text => text.UserColumn, static (group, _) => group.UserId)
        {
            Field = FilterFields.User,
            NameOf = static (view, key) => key ?? view.Text.NoUser,
        };

    public static Dimension AccessToken { get; } =
        new(
            "token",
            "accessToken",
            UsageDimensions.AccessToken,
            static text => text.TokenColumn,
            static (group, _) => group.AccessToken
        )
        {
            Field = FilterFields.AccessToken,
            NameOf = static (view, key) => key ?? view.Text.NoToken,
        };

    public static Dimension TokenType { get; } =
        new(
            "token-type",
            "accessTokenType",
            UsageDimensions.AccessTokenType,
            static text => text.TokenTypeColumn,
            static (group, _) => group.AccessTokenType
        )
        {
            Field = FilterFields.TokenType,
            NameOf = static (view, key) => key ?? view.Text.NoType,
        };

    public static Dimension Platform { get; } =
        new(
            "platform",
            "platform",
            UsageDimensions.Platform,
            static text => text.PlatformColumn,
            static (group, _) => group.Platform
        )
        {
            Field = FilterFields.Platform,
            NameOf = static (view, key) => key ?? view.Text.NoPlatform,
        };

    public static Dimension Source { get; } =
        new(
            "source",
            "source",
            UsageDimensions.Source,
            static text => text.SourceColumn,
            static (group, _) => group.Source?.ToString()
        )
        {
            Field = FilterFields.Source,
            NameOf = static (view, key) => view.Text.Source(key is null ? null : Enum.Parse<UsageSource>(key)),
            ColourOf = static key =>
                key switch
                {
                    nameof(UsageSource.Reported) => "s1",
                    nameof(UsageSource.Estimated) => "s2",
                    _ => "s8",
                },
        };

    public static Dimension Outcome { get; } =
        new(
            "outcome",
            "outcome",
            UsageDimensions.Outcome,
            static text => text.OutcomeColumn,
            static (group, _) => group.Outcome?.ToString()
        )
        {
            Field = FilterFields.Outcome,
            NameOf = static (view, key) => view.Text.Outcome(key is null ? null : Enum.Parse<UsageOutcome>(key)),
        };

    public static Dimension Topic { get; } =
        new("topic", "topic", UsageDimensions.Topic, static text => text.TopicColumn, static (group, _) => group.Topic)
        {
            Field = FilterFields.Topic,
            NameOf = static (view, key) => key ?? view.Text.NoTopic,
        };

    public static Dimension Generation { get; } =
        new(
            "generation",
            "generationId",
            UsageDimensions.Generation,
            static text => text.GenerationColumn,
            static (group, _) => group.GenerationId
        )
        {
            Field = FilterFields.Generation,
        };

    public static Dimension Hour { get; } =
        new(
            "hour",
            "hour",
            UsageDimensions.Hour,
            static text => text.HourColumn,
            static (group, _) => group.Hour?.ToString(HourFormat, CultureInfo.InvariantCulture)
        )
        {
            PeriodOf = static key => PeriodChoice.OfHour(HourOf(key)),
            NameOf = static (view, key) => key is null ? "—" : view.Format.Hour(view.Local(HourOf(key))),
        };

    public static Dimension Day { get; } =
        Calendar("day", static text => text.DayColumn, CalendarStep.Day, static (view, day) => view.Format.Day(day));

    public static Dimension Week { get; } =
        Calendar(
            "week",
            static text => text.WeekColumn,
            CalendarStep.Week,
            static (view, day) => $"{view.Format.ShortDay(day)} – {view.Format.Day(day.AddDays(6))}"
        );

    public static Dimension Month { get; } =
        Calendar(
            "month",
            static text => text.MonthColumn,
            CalendarStep.Month,
            static (view, day) => view.Format.Month(day)
        );

    public static Dimension HourOfDay { get; } =
        new(
            "hour-of-day",
            "hourOfDay",
            UsageDimensions.Hour,
            static text => text.HourOfDayColumn,
            static (group, zone) =>
                group.Hour is { } hour
                    ? TimeZoneInfo.ConvertTime(hour, zone).Hour.ToString("00", CultureInfo.InvariantCulture)
                    : null
        )
        {
            NameOf = static (_, key) => $"{key}:00",
        };

    public static Dimension Weekday { get; } =
        new(
            "weekday",
            "weekday",
            UsageDimensions.Day,
            static text => text.WeekdayColumn,
            static (group, _) =>
                group.Day is { } day
                    ? ((((int)day.DayOfWeek + 6) % 7) + 1).ToString(CultureInfo.InvariantCulture)
                    : null
        )
        {
            NameOf = static (view, key) =>
                key is null
                    ? "—"
                    : view.Format.Weekday(new DateOnly(2024, 1, int.Parse(key, CultureInfo.InvariantCulture))),
        };

    public static IReadOnlyList<Dimension> All { get; } =
    [
        User,
        Model,
        Operation,
        AccessToken,
        TokenType,
        Platform,
        Topic,
        Generation,
        Source,
        Outcome,
        Hour,
        Day,
        Week,
        Month,
        HourOfDay,
        Weekday,
    ];

    /// <summary>The dimensions with few keys, which a chart can stack.</summary>
    public static IReadOnlyList<Dimension> Stacks { get; } = [Operation, Model, Platform, TokenType, Source, Outcome];

    private static Dimension Calendar(
        string id,
        Func<PageText, string> title,
        CalendarStep step,
        Func<PageView, DateOnly, string> name
    ) =>
        new(id, id, UsageDimensions.Day, title, (group, _) => group.Day is { } day ? Written(step.StartOf(day)) : null)
        {
            PeriodOf = key => PeriodChoice.OfDays(DayOf(key), step.Next(DayOf(key)).AddDays(-1)),
            NameOf = (view, key) => key is null ? "—" : name(view, DayOf(key)),
        };
}
