using System.Globalization;

namespace GigaChat.Usage.AspNetCore;

/// <summary>All texts of the dashboard, in two languages side by side.</summary>
internal sealed partial class PageText
{
    private readonly bool _russian;

    private PageText(bool russian)
    {
        _russian = russian;
        Format = russian ? Formats.Russian : Formats.English;
        Culture = FindCulture(Code);
    }

    public static PageText English { get; } = new(russian: false);

    public static PageText Russian { get; } = new(russian: true);

    public bool IsRussian => _russian;

    /// <summary><c>ru</c> or <c>en</c>.</summary>
    public string Code => _russian ? "ru" : "en";

    public Formats Format { get; }

    private CultureInfo Culture { get; }

    public string Operation(UsageOperation operation) => operation.GetDisplayName(Culture);

    public string Requests(long count) => Counted(count, "request", "requests", "запрос", "запроса", "запросов");

    public string Calls(long count) => Counted(count, "call", "calls", "вызов", "вызова", "вызовов");

    public string Tokens(long count) => Counted(count, "token", "tokens", "токен", "токена", "токенов");

    /// <summary>Gets the noun alone, in the form that the count requires.</summary>
    public string TokenNoun(long count) => Tokens(count)[(Format.Count(count).Length + 1)..];

    public string Records(long count) => Counted(count, "record", "records", "запись", "записи", "записей");

    public string Days(long count) => Counted(count, "day", "days", "день", "дня", "дней");

    public string Retries(long count) => Counted(count, "retry", "retries", "повтор", "повтора", "повторов");

    /// <summary>Formats a number of tokens in the genitive: для 21 токена, для 22 токенов.</summary>
    private string TokensInGenitive(long count) => Counted(count, "token", "tokens", "токена", "токенов", "токенов");

    /// <summary>
    /// Formats a count with its noun. Russian nouns have three forms: 1 запрос, 2 запроса, 5 запросов; 11 to 14 take
    /// the last.
    /// </summary>
    private string Counted(
        long count,
        string one,
        string other,
        string russianOne,
        string russianFew,
        string russianMany
    )
    {
        var noun = (_russian, count % 10, count % 100) switch
        {
            (false, _, _) => count == 1 ? one : other,
            (_, _, >= 11 and <= 14) => russianMany,
            (_, 1, _) => russianOne,
            (_, >= 2 and <= 4, _) => russianFew,
            _ => russianMany,
        };
        return $"{Format.Count(count)}\u00A0{noun}";
    }

    private string Of(string english, string russian) => _russian ? russian : english;

    private static CultureInfo FindCulture(string code)
    {
        try
        {
            return CultureInfo.GetCultureInfo(code);
        }
        catch (CultureNotFoundException)
        {
            return CultureInfo.InvariantCulture; // Invariant globalization: operations are then named in English.
        }
    }
}
