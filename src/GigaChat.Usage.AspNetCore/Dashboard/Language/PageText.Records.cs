namespace GigaChat.Usage.AspNetCore;

internal sealed partial class PageText
{
    public string Filters => Of("Filters", "Фильтры");

    public string MoreFilters => Of("More filters", "Ещё фильтры");

    public string Search => Of("Search", "Поиск");

    public string SearchHint => Of("Topic, user name, token, generation", "Тема, имя, токен, генерация");

    public string SearchedAs => Of("Records with exactly this:", "Записи, где в точности это:");

    public string Any => Of("All", "Все");

    public string Apply => Of("Apply", "Применить");

    public string Clear => Of("Clear", "Сбросить");

    public string Selection => Of("Selection", "Выборка");

    public string SumUp => Of("Sum the selection", "Подсчитать выборку");

    public string SumMissing => Of("The selection could not be summed", "Выборку подсчитать не удалось");

    public string DeletedRecords(long count) =>
        Of(
            $"The sum contains {Records(count)} that the store has deleted by age.",
            $"В сумму входят удалённые по сроку хранения записи: {Format.Count(count)}."
        );

    public string NothingFound => Of("No records match the filters.", "Под фильтры не подходит ни одна запись.");

    public string Newest => Of("Newest", "Самые новые");

    public string Newer => Of("Newer", "Новее");

    public string Older => Of("Older", "Старее");

    public string ListPages => Of("Pages of the list", "Страницы списка");

    public string PageSize => Of("Records per page", "Записей на странице");

    public string OperationColumn => Of("Operation", "Операция");

    public string UserColumn => Of("User", "Пользователь");

    public string UserIdColumn => Of("User ID", "ID пользователя");

    public string TokensColumn => Of("Tokens", "Токены");

    public string RequestsColumn => Of("Requests", "Запросы");

    public string CallsColumn => Of("Calls", "Вызовы");

    public string ShareColumn => Of("Share", "Доля");

    public string CostColumn => Of("Cost", "Стоимость");

    public string TopicColumn => Of("Topic", "Тема");

    public string PlatformColumn => Of("Platform", "Платформа");

    public string ModelColumn => Of("Model", "Модель");

    public string CreatedColumn => Of("Date and time", "Дата и время");

    public string DayColumn => Of("Day", "День");

    public string HourColumn => Of("Hour", "Час");

    public string SourceColumn => Of("Source", "Источник");

    public string OutcomeColumn => Of("Outcome", "Результат");

    public string TokenColumn => Of("Access token", "Токен доступа");

    public string TokenTypeColumn => Of("Token type", "Тип токена");

    public string GenerationColumn => Of("Generation", "Генерация");

    public string PromptColumn => Of("Prompt tokens", "Токены промпта");

    public string CompletionColumn => Of("Completion tokens", "Токены ответа");

    public string ReasoningColumn => Of("Reasoning tokens", "Токены рассуждений");

    public string CachedColumn => Of("Cached prompt tokens", "Токены из кэша");

    public string EstimatedColumn => Of("Estimated tokens", "Токены по оценке");

    public string PromptLengthColumn => Of("Prompt length, characters", "Длина промпта, символов");

    public string ResponseLengthColumn => Of("Response length, characters", "Длина ответа, символов");

    public string DurationColumn => Of("Duration", "Длительность");

    public string FirstTokenColumn => Of("Time to first token", "До первого токена");

    public string StatusColumn => Of("HTTP status", "Статус HTTP");

    public string FinishColumn => Of("Finish reason", "Причина окончания");

    public string SessionColumn => Of("Session", "Сессия");

    public string RequestColumn => Of("Request ID", "ID запроса");

    public string BatchColumn => Of("In a batch", "В пакете");

    public string AttemptColumn => Of("Attempt", "Попытка");

    public string FirstAttemptColumn => Of("First attempt", "Первая попытка");

    public string BuildColumn => Of("Model version", "Версия модели");

    public string IdColumn => Of("Record", "Запись");

    public string RubleMeasure => Of("Cost, ₽ incl. VAT", "Стоимость, ₽ с НДС");

    public string RetriedColumn => Of("Counter", "Счётчик");

    public string ValueColumn => Of("Records", "Записей");

    public string Anonymous => Of("Anonymous", "Аноним");

    public string EstimatedMark => Of("estimated", "оценка");

    public string Yes => Of("Yes", "Да");

    public string No => Of("No", "Нет");

    public string Details => Of("Record", "Запись");

    public string SpentGroup => Of("Usage", "Расход");

    public string ChargedGroup => Of("Attributed to", "На кого отнесено");

    public string CallGroup => Of("Call", "Вызов");

    public string OtherCallsOf(string what) =>
        Of($"All records with the same value: {what}", $"Все записи с тем же значением: {what}");

    public string BackToList => Of("To the list", "К списку");
}
