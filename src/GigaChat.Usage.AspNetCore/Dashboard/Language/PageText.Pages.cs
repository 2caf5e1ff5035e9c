namespace GigaChat.Usage.AspNetCore;

/// <content>Groups, changes, quality, statements.</content>
internal sealed partial class PageText
{
    public string GroupsTitle => Of("Breakdown", "Разбивка");

    public string GroupedBy => Of("Group by", "Группировать по");

    public string ThenBy => Of("Then by", "Затем по");

    public string NoSecond => Of("nothing else", "ничему");

    public string PreviousPage => Of("Previous", "Назад");

    public string NextPage => Of("Next", "Дальше");

    public string WeekColumn => Of("Week", "Неделя");

    public string MonthColumn => Of("Month", "Месяц");

    public string HourOfDayColumn => Of("Hour of the day", "Час суток");

    public string WeekdayColumn => Of("Weekday", "День недели");

    public string TokenShareColumn => Of("Share of tokens", "Доля токенов");

    public string RublesShareColumn => Of("Share of cost", "Доля стоимости");

    public string NoToken => Of("No access token", "Без токена доступа");

    public string NoTag => Of("Without the tag", "Без тега");

    public string OneTag => Of("Only one of the two can be a tag.", "Тегом может быть только одно из двух.");

    public string NoTopic => Of("No topic", "Без темы");

    public string DurationMedian => Of("Duration, p50", "Длительность, p50");

    public string DurationHigh => Of("Duration, p95", "Длительность, p95");

    public string FirstTokenMedian => Of("First token, p50", "Первый токен, p50");

    public string FirstTokenHigh => Of("First token, p95", "Первый токен, p95");

    public string PercentilesNote =>
        Of(
            "p50 is the time that half of the requests do not exceed, p95 the time that 95% do not; within 5%.",
            "p50 — время, в которое укладывается половина запросов, p95 — 95 % запросов; с точностью до 5 %."
        );

    public string ChangesTitle => Of("Changes", "Изменения");

    public string Why => Of("Why?", "Почему?");

    public string ComparedWith => Of("Compared with", "Сравнить");

    public string ThePeriodBefore => Of("the period before", "с предыдущим периодом");

    public string TheWeekBefore => Of("the same days a week before", "с теми же днями неделей раньше");

    public string NothingToCompare =>
        Of(
            "There is no period before this one: choose a period with a first and a last day.",
            "Предыдущего периода нет: выберите период, у которого есть первый и последний день."
        );

    public string ChangeColumn => Of("Change", "Изменение");

    public string OfChangeColumn => Of("Part of the change", "Доля изменения");

    public string BeforeColumn => Of("Before", "Было");

    public string NowColumn => Of("Now", "Стало");

    public string TokensBeforeColumn => Of("Tokens before", "Токенов было");

    public string UnusualDaysTitle => Of("Days outside their forecast", "Дни вне прогноза");

    public string UnusualNote =>
        Of(
            "Each day is compared with the 95% interval of a forecast made from the days before it.",
            "Каждый день сравнивается с 95-процентным интервалом прогноза по предыдущим дням."
        );

    public string QualityTitle => Of("Quality", "Качество");

    public string FailedShareColumn => Of("Failed", "Ошибки");

    public string BlockedShareColumn => Of("Blocked", "Заблокированы");

    public string AbortedShareColumn => Of("Aborted", "Прерваны");

    public string CachedShareColumn => Of("Cached prompt tokens", "Токены из кэша");

    public string SavedColumn => Of("Saved by the cache", "Сэкономлено кэшем");

    public string StatementTitle => Of("Statement", "Отчёт за месяц");

    public string NetColumn => Of("Without VAT", "Без НДС");

    public string VatColumn => Of("VAT", "НДС");

    public string VatPercentColumn => Of("VAT rate", "Ставка НДС");

    public string GrossColumn => Of("With VAT", "С НДС");

    public string EstimatedRublesColumn => Of("Of it estimated", "В том числе по оценке");

    public string StatementNote =>
        Of(
            "A line has one price; VAT is known where the price list names its rate.",
            "В строке одна цена; НДС известен, если его ставка указана в прейскуранте."
        );

    public string MonthNotOver => Of("The month is not over yet.", "Месяц ещё не закончился.");

    public string HourByHourTitle => Of("Spend by hour", "Расход по часам");

    public string MoreChoices => Of("More", "Ещё");

    public string StepOf => Of("Step", "Шаг");

    public string SharesOfAll => Of("Shares are of all tokens of the period.", "Доли — от всех токенов периода.");

    public string Ago(TimeSpan age) =>
        Of(
            $"updated {Format.Count((long)age.TotalSeconds)} s ago",
            $"обновлено {Format.Count((long)age.TotalSeconds)} с назад"
        );

    public string Every(int? seconds) =>
        seconds is not { } known ? Of("never", "никогда")
        : known % 60 == 0 ? Of($"every {known / 60} min", $"раз в {known / 60} мин")
        : Of($"every {known} s", $"раз в {known} с");

    public string HourExpected =>
        Of(
            "It must be an hour of UTC in the format YYYY-MM-DDTHHZ.",
            "Это должен быть час UTC в формате ГГГГ-ММ-ДДTЧЧZ."
        );

    public string MonthExpected =>
        Of("It must be a month in the format YYYY-MM.", "Это должен быть месяц в формате ГГГГ-ММ.");

    public string Groups(long count) => Counted(count, "row", "rows", "строка", "строки", "строк");

    public string PageOf(int page, int pages) => Of($"Page {page} of {pages}", $"Страница {page} из {pages}");

    public string RemoveFilter(string title) => Of($"Remove the filter: {title}", $"Убрать фильтр: {title}");

    public string OtherKeys(long count) => Of($"{Format.Count(count)} others", $"Остальные: {Format.Count(count)}");

    public string Beyond(long count) =>
        Of($"without the {Format.Count(count)} with the most tokens", $"кроме первых {Format.Count(count)} по токенам");

    public string AllGroups(Dimension by) => Of($"Show all: {by.Title(this)}", $"Показать все: {by.Title(this)}");

    public string ShowAll => Of("Show all", "Показать все");

    public string By(Dimension by) =>
        by.Id switch
        {
            "operation" => ByOperation,
            "model" => ByModel,
            "platform" => Of("By platform", "По платформам"),
            "token-type" => Of("By token type", "По типам токенов"),
            "source" => Of("By source", "По источникам"),
            _ => Of("By outcome", "По результатам"),
        };

    public string Step(CalendarStep step) =>
        step switch
        {
            CalendarStep.Hour => Of("Hours", "Часы"),
            CalendarStep.Day => Of("Days", "Дни"),
            CalendarStep.Week => Of("Weeks", "Недели"),
            CalendarStep.Month => Of("Months", "Месяцы"),
            _ => Of("Years", "Годы"),
        };

    public string PeriodBefore(string days, string amount) => Of($"on {days}: {amount}", $"к {days}: {amount}");

    public string PerDay(string amount) => Of($"{amount} a day", $"{amount} в день");

    public string OfAll(string tokens, string rubles) =>
        Of(
            $"{tokens} of all tokens and {rubles} of the cost of the period",
            $"{tokens} всех токенов и {rubles} стоимости за период"
        );

    public string ExpectedBy(string day, string amount, string? between) =>
        Of(
            $"≈ {amount} expected by {day}{(between is null ? "" : $", {between}")}",
            $"≈ {amount} ожидается к {day}{(between is null ? "" : $", {between}")}"
        );

    public string BudgetOf(string name, string used, string limit, string share) =>
        Of($"Budget “{name}”: {used} of {limit} ({share})", $"Бюджет «{name}»: {used} из {limit} ({share})");

    public string ChangeIs(string amount, string? percent) =>
        Of(
            $"{amount}{(percent is null ? "" : $" ({percent})")}",
            $"{amount}{(percent is null ? "" : $" ({percent})")}"
        );

    public string FromTo(string before, string amountBefore, string now, string amount) =>
        Of($"{before}: {amountBefore}; {now}: {amount}.", $"{before}: {amountBefore}; {now}: {amount}.");

    public string Unusual(long tokens, long low, long high) =>
        Of(
            $"{Tokens(tokens)}, expected {Format.Count(low)} to {Format.Count(high)}",
            $"{Tokens(tokens)}, ожидалось от {Format.Count(low)} до {Format.Count(high)}"
        );

    public string CacheSaved(string rubles) => Of($"{rubles} saved", $"Сэкономлено {rubles}");
}
