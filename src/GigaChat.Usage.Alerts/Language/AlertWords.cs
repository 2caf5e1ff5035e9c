using System.Globalization;

namespace GigaChat.Usage.Alerts;

/// <summary>Texts and figures of alerts in one language. It needs no culture of the machine.</summary>
internal sealed class AlertWords
{
    private const string Space = "\u00A0";

    private static readonly string[] RussianMonths =
    [
        "января",
        "февраля",
        "марта",
        "апреля",
        "мая",
        "июня",
        "июля",
        "августа",
        "сентября",
        "октября",
        "ноября",
        "декабря",
    ];

    private readonly NumberFormatInfo _format;

    private AlertWords(bool isRussian)
    {
        IsRussian = isRussian;
        _format = (NumberFormatInfo)NumberFormatInfo.InvariantInfo.Clone();
        if (!isRussian)
            return;
        _format.NumberDecimalSeparator = ",";
        _format.NumberGroupSeparator = Space;
    }

    public static AlertWords English { get; } = new(isRussian: false);

    public static AlertWords Russian { get; } = new(isRussian: true);

    public bool IsRussian { get; }

    public static AlertWords In(UsageAlertLanguage language) =>
        language == UsageAlertLanguage.Russian ? Russian : English;

    public string Of(string english, string russian) => IsRussian ? russian : english;

    public string Count(long count) => count.ToString("N0", _format);

    /// <summary>Formats rubles with kopecks; amounts below a kopeck with up to four digits.</summary>
    public string Rubles(decimal rubles) =>
        rubles.ToString(rubles != 0 && Math.Abs(rubles) < 0.01m ? "0.####" : "N2", _format) + Space + "₽";

    /// <summary>Formats an estimate in rubles, without kopecks.</summary>
    public string About(decimal rubles) => rubles.ToString("N0", _format) + Space + "₽";

    /// <summary>Formats a difference in rubles with its sign.</summary>
    public string Difference(decimal rubles) => (rubles < 0 ? "−" : "+") + Rubles(Math.Abs(rubles));

    public string Percent(double share) =>
        (share * 100).ToString(Math.Abs(share) < 0.1 ? "0.#" : "0", _format) + (IsRussian ? Space : "") + "%";

    /// <summary>Formats the relative change from one amount to another; null without an amount to compare with.
    /// </summary>
    public string? Change(decimal before, decimal after) =>
        before <= 0 ? null : (after < before ? "−" : "+") + Percent((double)(Math.Abs(after - before) / before));

    public string Tokens(long count) => Counted(count, "token", "tokens", "токен", "токена", "токенов");

    public string Calls(long count) => Counted(count, "call", "calls", "вызов", "вызова", "вызовов");

    public string Records(long count) => Counted(count, "record", "records", "запись", "записи", "записей");

    public string Days(long count) => Counted(count, "day", "days", "день", "дня", "дней");

    public string Alerts(long count) => Counted(count, "alert", "alerts", "оповещение", "оповещения", "оповещений");

    public string Responses(long count) => Counted(count, "response", "responses", "ответ", "ответа", "ответов");

    public string Amount(decimal amount, bool isInRubles) => isInRubles ? Rubles(amount) : Tokens((long)amount);

    public string Day(DateOnly day) =>
        IsRussian
            ? $"{day.Day}{Space}{RussianMonths[day.Month - 1]}{Space}{day.Year}"
            : day.ToString("d MMMM yyyy", CultureInfo.InvariantCulture).Replace(" ", Space, StringComparison.Ordinal);

    public string Moment(DateTimeOffset moment, TimeZoneInfo zone)
    {
        var local = TimeZoneInfo.ConvertTime(moment, zone);
        return Day(DateOnly.FromDateTime(local.DateTime))
            + ", "
            + local.ToString("HH:mm", CultureInfo.InvariantCulture);
    }

    public string Length(TimeSpan length) =>
        length switch
        {
            { TotalMinutes: < 2 } => Counted(
                (long)length.TotalSeconds,
                "second",
                "seconds",
                "секунда",
                "секунды",
                "секунд"
            ),
            { TotalHours: < 2 } => Counted((long)length.TotalMinutes, "minute", "minutes", "минута", "минуты", "минут"),
            { TotalDays: < 2 } => Counted((long)length.TotalHours, "hour", "hours", "час", "часа", "часов"),
            _ => Days((long)length.TotalDays),
        };

    public string Operation(UsageOperation operation)
    {
        try
        {
            return operation.GetDisplayName(CultureInfo.GetCultureInfo(IsRussian ? "ru" : "en"));
        }
        catch (CultureNotFoundException)
        {
            return operation.Value; // Invariant globalization.
        }
    }

    public string Severity(UsageAlertSeverity severity) =>
        severity switch
        {
            UsageAlertSeverity.Critical => Of("Critical", "Срочно"),
            UsageAlertSeverity.Warning => Of("Warning", "Внимание"),
            _ => Of("Notice", "К сведению"),
        };

    public string Dimension(UsageDimensions dimension) =>
        dimension switch
        {
            UsageDimensions.User => Of("User", "Пользователь"),
            UsageDimensions.Model => Of("Model", "Модель"),
            UsageDimensions.Operation => Of("Operation", "Операция"),
            UsageDimensions.AccessToken => Of("Access token", "Токен доступа"),
            UsageDimensions.AccessTokenType => Of("Type of token", "Тип токена"),
            UsageDimensions.Platform => Of("Platform", "Платформа"),
            UsageDimensions.Outcome => Of("Outcome", "Результат"),
            UsageDimensions.Source => Of("Source", "Источник"),
            _ => Of("Topic", "Тема"),
        };

    /// <summary>
    /// Formats a count with its noun. Russian nouns have three forms: 1 запись, 2 записи, 5 записей; 11 to 14 take the
    /// last.
    /// </summary>
    public string Counted(
        long count,
        string one,
        string other,
        string russianOne,
        string russianFew,
        string russianMany
    )
    {
        var noun = (IsRussian, count % 10, count % 100) switch
        {
            (false, _, _) => count == 1 ? one : other,
            (_, _, >= 11 and <= 14) => russianMany,
            (_, 1, _) => russianOne,
            (_, >= 2 and <= 4, _) => russianFew,
            _ => russianMany,
        };
        return $"{Count(count)}{Space}{noun}";
    }
}
