namespace GigaChat.Usage.AspNetCore;

/// <content>What the diagnostics found to be well, and the first run.</content>
internal sealed partial class PageText
{
    public string PassedTitle => Of("Passed checks", "Проверки без замечаний");

    public string PricesTitle => Of("Current prices", "Действующие цены");

    public string CachedPrice => Of("₽ per 1M cached tokens", "₽ за 1 млн токенов из кэша");

    public string SinceColumn => Of("Since", "Действует с");

    public string OptionsPassed => Of("The options are valid.", "Параметры заданы верно.");

    public string ClientsPassed =>
        Of(
            "Every known client of GigaChat is tracked, with nothing between the tracking and the network.",
            "Все известные клиенты GigaChat учитываются, и между учётом и сетью нет других обработчиков."
        );

    public string ResponsesPassed =>
        Of(
            "All responses were read, and the clock agrees with the API's.",
            "Все ответы прочитаны, часы совпадают с часами API."
        );

    public string RecordingPassed =>
        Of("No record was dropped, rejected or lost.", "Ни одна запись не отброшена и не потеряна.");

    public string StorePassed =>
        Of("The store accepts records and can be queried.", "Хранилище принимает записи и отвечает на запросы.");

    public string PricesPassed =>
        Of(
            "Every token of the last 7 days has a price, and few are estimates.",
            "У всех токенов за последние 7 дней есть цена, оценок мало."
        );

    public string TimeZonesPassed =>
        Of("The days of the store are those of the report time zone.", "Дни в хранилище — дни часового пояса отчётов.");

    public string BudgetsPassed => Of("No budget has failed.", "Сбоев бюджетов не было.");

    public string FirstRunTitle => Of("No call has been recorded yet", "Пока не записано ни одного вызова");

    public string TrackingStep => Of("Tracking is added to the application", "Учёт подключён к приложению");

    public string StoreStep =>
        Of("A store keeps the records after a restart", "Хранилище сохраняет записи после перезапуска");

    public string ClientStep =>
        Of(
            "Clients come from IHttpClientFactory and call GigaChat",
            "Клиенты созданы через IHttpClientFactory и обращаются к GigaChat"
        );

    public string CallStep => Of("Make the first call", "Сделайте первый вызов");

    public string AttributionStep =>
        Of("Attribute calls to the signed-in user", "Относите вызовы на вошедшего пользователя");

    public string WaitForCall => Of("Wait for it: refresh every 10 seconds", "Ждать его: обновлять каждые 10 секунд");

    public string Done => Of("done", "сделано");

    public string ToDo => Of("to do", "осталось");

    public string Optional => Of("optional", "по желанию");
}
