namespace GigaChat.Usage.AspNetCore;

internal sealed partial class PageText
{
    public string Product => Of("GigaChat usage", "Расход GigaChat");

    public string Overview => Of("Overview", "Обзор");

    public string RecordList => Of("Records", "Записи");

    public string SkipToContent => Of("Skip to content", "К содержанию");

    public string Pages => Of("Pages", "Страницы");

    public string Language => Of("Language", "Язык");

    public string TimeZone(string zone) => Of($"Time zone: {zone}", $"Часовой пояс: {zone}");

    public string AsOf(DateTimeOffset local) => Of($"As of {Format.Moment(local)}", $"На {Format.Moment(local)}");

    public string Refresh => Of("Refresh", "Обновить");

    public string Period => Of("Period", "Период");

    public string OwnDates => Of("Custom period", "Произвольный период");

    public string From => Of("From", "С");

    public string To => Of("To", "По");

    public string Show => Of("Show", "Показать");

    public string Table => Of("Table", "Таблица");

    public string Download(string format, string table) =>
        Of($"Download {format}: {table}", $"Скачать {format}: {table}");

    public string TotalTitle => Of("All time", "За всё время");

    public string TotalsCaption => Of("Totals", "Итоги");

    public string DaysTitle => Of("Spend by day", "Расход по дням");

    public string WeeksTitle => Of("Spend by week", "Расход по неделям");

    public string MonthsTitle => Of("Spend by month", "Расход по месяцам");

    public string YearsTitle => Of("Spend by year", "Расход по годам");

    public string HoursTitle => Of("Spend by hour of the day", "Расход по часам суток");

    public string OperationsTitle => Of("Operations", "Операции");

    public string ModelsTitle => Of("Models and prices", "Модели и цены");

    public string UsersTitle => Of("Top users", "Кто тратит больше всех");

    public string TokenTypesTitle => Of("Access-token types", "Типы токенов доступа");

    public string PlatformsTitle => Of("Platforms", "Платформы");

    public string SourcesTitle => Of("Exact data and estimates", "Точные данные и оценки");

    public string RecorderTitle => Of("Recording", "Сохранение записей");

    public string ForecastTitle => Of("Forecast to the end of the month", "Прогноз до конца месяца");

    public string LatestTitle => Of("Latest records", "Последние записи");

    public string AllRecords => Of("All records", "Все записи");

    public string TokensMeasure => Of("Tokens", "Токены");

    public string RublesMeasure => Of("Rubles", "Рубли");

    public string ByOperation => Of("By operation", "По операциям");

    public string ByModel => Of("By model", "По моделям");

    public string Measure => Of("Measure", "Показатель");

    public string StackedBy => Of("Stacked by", "Разбивка");

    public string Others => Of("Others", "Прочие");

    public string Nothing => Of("No usage in this period.", "За этот период расхода нет.");

    public string TotalRow => Of("Total", "Всего");

    public string NoUser => Of("Without a user", "Без пользователя");

    public string OtherUsers => Of("Other users and calls without a user", "Остальные и вызовы без пользователя");

    public string NoTokens => Of("No tokens counted", "Токенов не учтено");

    public string NoModel => Of("Unknown", "Неизвестна");

    public string NoType => Of("No type", "Без типа");

    public string NoPlatform => Of("No platform", "Не указана");

    public string PriceMissing => Of("no price", "цена не задана");

    public string LowerBound(long tokens) =>
        Of(
            $"The cost is incomplete: {Tokens(tokens)} {(tokens == 1 ? "has" : "have")} no price.",
            $"Стоимость неполная: для {TokensInGenitive(tokens)} цена не задана."
        );

    public string PriceUsed(string book) =>
        Of(
            $"Prices: {book}, VAT included, each call at the price of its day",
            $"Цены: {book}, с НДС, каждый вызов — по цене своего дня"
        );

    public string PerMillion => Of("₽ per 1M tokens", "₽ за 1 млн токенов");

    public string PromptPrice => Of("₽ per 1M prompt tokens", "₽ за 1 млн токенов промпта");

    public string CompletionPrice => Of("₽ per 1M completion tokens", "₽ за 1 млн токенов ответа");

    public string PricePair(decimal prompt, decimal completion) =>
        prompt == completion ? Format.Rubles(prompt) : $"{Format.Rubles(prompt)} / {Format.Rubles(completion)}";

    public string EstimatedNote(double share) =>
        Of($"{Format.Share(share)} estimated", $"{Format.Share(share)} по оценке");

    public string AllExact => Of("All from the API", "Всё по данным API");

    public string ForecastByMean(int days) =>
        Of(
            $"The mean of the last {Days(days)}; a forecast with weekdays and an interval needs three weeks.",
            $"Среднее за последние {Days(days)}; для прогноза с днями недели и интервалом нужны три недели."
        );

    public string ForecastBySeason(int days) =>
        Of(
            $"Weekdays and trend of the last {Days(days)} (Holt–Winters); the interval contained 80% of past values.",
            $"Дни недели и тренд за последние {Days(days)} (Хольт — Уинтерс); в интервал попадало 80 % фактических значений."
        );

    public string ForecastUnpriced(IReadOnlyList<string> models) =>
        Of(
            $"Rubles exclude models without a price{(models.Count == 0 ? "" : $": {string.Join(", ", models)}")}.",
            $"Рубли не включают модели, для которых цена не задана{(models.Count == 0 ? "" : $": {string.Join(", ", models)}")}."
        );

    public string TokensWord => Of("tokens", "токенов");

    public string ForecastTooEarly => Of("A forecast needs two whole days.", "Для прогноза нужны два полных дня.");

    public string ForecastSummary(string used, string expected, string? between) =>
        Of(
            $"So far {used}; expected {expected}{(between is null ? "" : $", {between}")}.",
            $"Израсходовано {used}; ожидается {expected}{(between is null ? "" : $", {between}")}."
        );

    public string SoFar => Of("Used so far", "Израсходовано");

    public string Expected => Of("Expected", "Ожидается");

    public string Low => Of("Low", "Нижняя граница");

    public string High => Of("High", "Верхняя граница");

    public string Between(string low, string high) => Of($"from {low} to {high}", $"от {low} до {high}");

    public string DaysSummary(string total, string peak, string peakDay) =>
        Of($"{total} in total, the most on {peakDay}: {peak}.", $"Всего {total}, больше всего {peakDay}: {peak}.");

    public string HoursSummary(string peak) => Of($"Most tokens at {peak}.", $"Больше всего токенов в {peak}.");

    public string Source(UsageSource? source) =>
        source switch
        {
            UsageSource.Reported => Of("Reported by the API", "По данным API"),
            UsageSource.Estimated => Of("Estimated", "Оценка"),
            _ => Of("Unknown", "Неизвестно"),
        };

    public string Outcome(UsageOutcome? outcome) =>
        outcome switch
        {
            UsageOutcome.Completed => Of("Completed", "Завершён"),
            UsageOutcome.Aborted => Of("Aborted", "Прерван"),
            UsageOutcome.Blocked => Of("Blocked", "Заблокирован"),
            _ => Of("Failed", "Ошибка"),
        };

    public string Preset(string preset) =>
        preset switch
        {
            PeriodChoice.Today => Of("Today", "Сегодня"),
            PeriodChoice.Week => Of("7 days", "7 дней"),
            PeriodChoice.Month => Of("30 days", "30 дней"),
            PeriodChoice.Quarter => Of("90 days", "90 дней"),
            PeriodChoice.ThisMonth => Of("This month", "Этот месяц"),
            PeriodChoice.LastMonth => Of("Last month", "Прошлый месяц"),
            PeriodChoice.ThisYear => Of("This year", "Этот год"),
            _ => Of("All time", "Всё время"),
        };

    public string RecorderNote =>
        Of(
            "Since this process started. Accepted = persisted + failed + queued + in flight.",
            "С запуска этого процесса. Принято = сохранено + не сохранено + в очереди + сохраняется."
        );

    public string Accepted => Of("Accepted", "Принято");

    public string Persisted => Of("Persisted", "Сохранено");

    public string Queued => Of("Queued", "В очереди");

    public string InFlight => Of("In flight", "Сохраняется");

    public string FailedRecords => Of("Failed", "Не сохранено");

    public string Dropped => Of("Dropped", "Отброшено");

    public string Replayed => Of("From the journal", "Из журнала");

    public string RetriedWrites => Of("Retries", "Повторы записи");
}
