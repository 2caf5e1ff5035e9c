// Over 300 lines: a table of texts in two languages.
using GigaChat.Usage.Recording;

namespace GigaChat.Usage.AspNetCore;

internal sealed partial class PageText
{
    public string Diagnosis => Of("Diagnosis", "Диагностика");

    public string AllIsWell => Of("No problems found", "Проблем не найдено");

    public string DiagnosisNote =>
        Of(
            "The configuration of clients, the events of this process since its start, the store, and the figures of recent days.",
            "Проверяются настройка клиентов, события этого процесса с момента запуска, хранилище и показатели последних дней."
        );

    public string FindingCount(long count) =>
        Counted(count, "finding", "findings", "замечание", "замечания", "замечаний");

    public string Severity(UsageFindingSeverity severity) =>
        severity switch
        {
            UsageFindingSeverity.Error => Of("Error", "Ошибка"),
            UsageFindingSeverity.Warning => Of("Warning", "Предупреждение"),
            _ => Of("Notice", "К сведению"),
        };

    /// <summary>
    /// Gets the observation and the advice of a finding. English is the text of the diagnostics; a code that is unknown
    /// here is shown in it too.
    /// </summary>
    public (string Seen, string Advice) Finding(UsageFinding finding) =>
        (_russian ? InRussian(new FindingFigures(finding, this)) : null) ?? (finding.Seen, finding.Advice);

    /// <summary>Formats a duration in words: <c>3 минуты</c>, <c>1 минута</c>.</summary>
    public string Length(TimeSpan length) => Length(length, "секунда", "минута");

    /// <summary>
    /// Formats a duration as the object of a sentence, where the Russian feminine differs: <c>1 минуту</c> назад, на
    /// <c>21 секунду</c>.
    /// </summary>
    public string LengthAsObject(TimeSpan length) => Length(length, "секунду", "минуту");

    private static (string Seen, string Advice)? InRussian(FindingFigures of) =>
        OfClients(of) ?? OfHosts(of) ?? OfTags(of) ?? OfCapture(of) ?? OfRecords(of) ?? OfStore(of) ?? OfTheWhole(of);

    private static (string Seen, string Advice)? OfClients(FindingFigures of) =>
        of.Code switch
        {
            UsageFindingCode.RetryInside => (
                $"В клиенте {of.Client} повторы ({of["handler"]}) стоят внутри учёта: все попытки вызова становятся одной записью с токенами последней.",
                "Подключайте учёт только через AddGigaChatUsageTracking(): он ставит обработчик ближе всего к сети; или добавляйте учёт после повторов."
            ),
            UsageFindingCode.HandlerInside => (
                $"В клиенте {of.Client} внутри учёта стоит обработчик {of["handler"]}; учёт не видит, что тот меняет или отправляет ещё раз.",
                "Подключайте учёт только через AddGigaChatUsageTracking(), если этот обработчик не передаёт каждый запрос один раз и без изменений."
            ),
            UsageFindingCode.ClientNotTracked => (
                $"Клиент {of.Client} обращается к {of["host"]} без учёта: его расхода нет ни в одном из чисел.",
                "Вызовите AddGigaChatUsageTracking() у построителя клиента или оставьте GigaChatUsageOptions.TrackAllClients равным true."
            ),
            UsageFindingCode.HostNotTracked => (
                $"Клиент {of.Client} обращается к {of["host"]}, которого нет среди учитываемых хостов: его вызовы не оставляют записей.",
                "Если там шлюз к GigaChat, добавьте хост в GigaChatUsageOptions.Hosts или вызовите AddGigaChatUsageTracking() у построителя клиента."
            ),
            UsageFindingCode.TrackedTwice => (
                $"Обработчиков учёта в клиенте {of.Client}: {of["handlers"]}; записывает только ближайший к сети, дважды вызовы не считаются.",
                "Уберите у клиента AddHttpMessageHandler<GigaChatUsageHandler>(): достаточно AddGigaChatUsageTracking()."
            ),
            UsageFindingCode.ClientCannotBeBuilt => (
                $"Клиент {of.Client} не создаётся ({of["error"]}), поэтому его обработчики не проверены.",
                "Создайте его через IHttpClientFactory.CreateClient: в ошибке указано, чего не хватает."
            ),
            _ => null,
        };

    private static (string Seen, string Advice)? OfCapture(FindingFigures of) =>
        of.Code switch
        {
            UsageFindingCode.NoCallSeen => (
                $"Вызовов GigaChat не видно: в этом процессе их не было (учитываемых клиентов {of["tracked"]} из известных {of["clients"]}), и в хранилище нет записей за последние дни ({of["days"]}).",
                "Вызывайте API клиентом из IHttpClientFactory или добавьте GigaChatUsageHandler в свой; хост шлюза добавьте в GigaChatUsageOptions.Hosts."
            ),
            UsageFindingCode.TotalDiffers => (
                $"Ответов, где общее число токенов не равно сумме запроса и ответа: {of["answers"]}.",
                "Сравните счёт с записями: записывается сообщённое общее число, а API или шлюз могли изменить то, что считают."
            ),
            UsageFindingCode.UsageFieldUnknown => (
                $"Ответов с неизвестными полями в usage: {of["answers"]} ({of["fields"]}).",
                "Проверьте, нет ли новой версии пакета, и проверьте по документации API, оплачиваются ли эти поля: они не учитываются."
            ),
            UsageFindingCode.FinishReasonUnknown => (
                $"Ответов, завершённых по неизвестной причине: {of["answers"]} ({of["reasons"]}).",
                "Проверьте, нет ли новой версии пакета: такие вызовы записываются как завершённые, с этой причиной."
            ),
            UsageFindingCode.FileTargetUnknown => (
                $"Ответов с файлами неизвестного вида: {of["answers"]} ({of["targets"]}).",
                "Проверьте, нет ли новой версии пакета, а пока задавайте UsageContext.Operation: такие вызовы записываются как генерация текста."
            ),
            UsageFindingCode.AnswersUnreadable => (
                $"Ответов, которые не удалось прочитать полностью: {of["answers"]}; их токены оценены или неизвестны.",
                "Найдите вызовы с оценками или с причиной завершения «unreadable»; частая причина — шлюз, отвечающий своей страницей."
            ),
            UsageFindingCode.CaptureFailed => OfFailures(of),
            UsageFindingCode.ClockWrong => (
                $"Часы этой машины {(of.Time("offset") > TimeSpan.Zero ? "отстают от часов API" : "спешат относительно часов API")} на {of.LengthAsObject("offset")}.",
                "Синхронизируйте их: записи получают неверное время, а бюджеты обновляются не вовремя."
            ),
            _ => null,
        };

    private static (string Seen, string Advice) OfFailures(FindingFigures of)
    {
        var (who, advice) = of["kind"] switch
        {
            "enricher" => (
                "обогатителях записей (IUsageEnricher)",
                "Исправьте обогатитель: вызовы записываются без его данных."
            ),
            "estimator" => (
                "оценщике токенов",
                "Исправьте оценщик: вызовы без сообщённого расхода записываются без токенов."
            ),
            "telemetry" => ("слушателях трасс и метрик", "Исправьте слушатель: записи полны, трассы и метрики — нет."),
            _ => (
                "самом учёте",
                "Сообщите об этом, указав тип ошибки из журнала: вызовы продолжались, но могли остаться без записи."
            ),
        };
        return ($"Исключения в {who}: {of["calls"]}; на вызовах это не отразилось.", advice);
    }

    private static (string Seen, string Advice)? OfRecords(FindingFigures of) =>
        of.Code switch
        {
            UsageFindingCode.DroppedQueueFull => (
                $"Записей отброшено, потому что хранилища ждали уже {of["capacity"]}: {of["records"]}.",
                "Восстановите работу хранилища, если оно недоступно; если оно лишь медленнее вызовов, увеличьте QueueCapacity или BatchSize либо выберите надёжность Journaled."
            ),
            UsageFindingCode.DroppedJournalFull => (
                $"Записей отброшено, потому что журнал занял все {of["bytes"]} байт, и очередь тоже была полна: {of["records"]}.",
                "Восстановите работу хранилища или увеличьте JournalMaxBytes."
            ),
            UsageFindingCode.DroppedStopped => (
                $"Записей отброшено, потому что их вызовы завершились после остановки учёта: {of["records"]}.",
                "Завершайте вызовы до Dispose контейнера служб (ServiceProvider)."
            ),
            UsageFindingCode.RecordsLost => (
                $"Записей принято и потеряно — не успели сохраниться при остановке или не прочитались с диска журнала: {of["records"]}.",
                "Восстановите работу хранилища до следующей остановки, увеличьте ShutdownTimeout или выберите надёжность Journaled; если журнал есть, проверьте диск."
            ),
            UsageFindingCode.RecordsRefused when of.Has("file") => (
                $"Записей, которые хранилище отвергло и которые ждут в {of["file"]}: {of["records"]}{(of["further"] is "0" or "—" ? "" : $", и те, что в следующих {of["further"]} байтах")}.",
                "Прочитайте их через UsageDeadLetters, выясните причину и сохраните снова или удалите."
            ),
            UsageFindingCode.RecordsRefused => (
                $"Записей, которые хранилище отвергло и которые исчезнут с концом процесса: {of["records"]}.",
                "Причина — в UsageRecorder.ParkedRecords; задайте JournalDirectory, чтобы такие записи хранились в файле и их можно было сохранить снова."
            ),
            UsageFindingCode.QueueNearlyFull => (
                $"Записей ждёт хранилища: {of["records"]} из возможных {of["capacity"]}.",
                "Восстановите работу хранилища, если оно недоступно; если оно лишь медленнее вызовов, увеличьте QueueCapacity или BatchSize, пока записи не отбрасываются."
            ),
            UsageFindingCode.JournalNearlyFull => (
                $"Журнал занимает {of["bytes"]} байт из возможных {of["capacity"]}.",
                "Восстановите работу хранилища или увеличьте JournalMaxBytes, пока записи не отбрасываются."
            ),
            UsageFindingCode.NotJournaled => (
                $"Записей, которые не попали в журнал и ждали только в памяти: {of["records"]}.",
                "Проверьте, что в JournalDirectory можно писать и там есть место; ошибка названа в журнале приложения."
            ),
            UsageFindingCode.StoreFails => (
                $"Хранилище не принимает записей: {of["since"]} (неудач подряд: {of["failures"]}, последняя — {of["error"]}; записей ждёт: {of["waiting"]}).",
                OfFault(of)
            ),
            UsageFindingCode.StoreLags => (
                $"Возраст самой старой записи, которая ждёт хранилища: {of["age"]} (записей ждёт: {of["waiting"]}).",
                "Проверьте нагрузку и блокировки хранилища; если оно лишь медленнее вызовов, увеличьте BatchSize."
            ),
            _ => null,
        };

    private static (string Seen, string Advice)? OfStore(FindingFigures of) =>
        of.Code switch
        {
            UsageFindingCode.NoStoreChosen => (
                "Хранилище не выбрано: записи хранятся в памяти процесса и исчезнут вместе с ним.",
                "Выберите его на том, что возвращает AddGigaChatUsageTracking(): UseSqlite(…), UsePostgreSql(…) или UseInMemory(), если так и задумано."
            ),
            UsageFindingCode.StoreUnreadable => ($"Из хранилища не удаётся читать ({of["error"]}).", OfFault(of)),
            UsageFindingCode.StoreAnswersNothing => (
                $"Хранилище {of["store"]} принимает записи, но не поддерживает запросы.",
                "Пусть оно реализует IUsageReader, или зарегистрируйте IUsageReader после выбора хранилища."
            ),
            UsageFindingCode.SchemaMissing => (
                "Таблиц учёта в хранилище нет, и записей оно не принимает.",
                "Вызывайте MigrateGigaChatUsageAsync() при развёртывании или оставьте MigrateOnStart равным true."
            ),
            UsageFindingCode.SchemaOlder => (
                "Таблицы учёта старее, чем версия пакета.",
                "Вызывайте MigrateGigaChatUsageAsync() при развёртывании или оставьте MigrateOnStart равным true."
            ),
            UsageFindingCode.SchemaNewer => (
                "Таблицы учёта обновила более новая версия пакета, чем у этого процесса.",
                "Обновите пакет и здесь; до тех пор запись продолжается, насколько позволяют таблицы."
            ),
            UsageFindingCode.ReplicaLags => (
                $"На запросы отвечает резервный сервер, он отстаёт: {of["lag"]}.",
                "Проверьте его нагрузку и связь с основным сервером; показатели — на момент последнего полученного им изменения."
            ),
            UsageFindingCode.PriceMissing => (
                $"Токенов за последние дни ({of["days"]}) без цены в «{of["book"]}»: {of["tokens"]} ({of["models"]}).",
                "Добавьте модели в свой прейскурант и передайте его в UsePriceBook(…): пока стоимость — нижняя граница, а рублёвые бюджеты этих вызовов не считают."
            ),
            UsageFindingCode.ManyEstimates => (
                $"Доля оценок среди токенов за последние дни ({of["days"]}): {of["share"]} (токенов: {of["tokens"]}).",
                "Читайте потоки до конца, где сообщается расход, и пусть шлюз передаёт его (stream_options с include_usage у шлюзов с API OpenAI)."
            ),
            UsageFindingCode.NoTimeZones => (
                "На этой машине нет данных о часовых поясах: дни считаются по постоянному UTC+3.",
                "Установите их (пакет tzdata), если отчёты охватывают время до 2014 года или нужен другой пояс."
            ),
            UsageFindingCode.OtherTimeZone => (
                "Суточные итоги в хранилище ведутся по другому часовому поясу, чем задано в TimeZone: запросы по дням медленны, а после удаления записей и неточны.",
                "Задайте один TimeZone всем приложениям этого хранилища. Если нужен новый пояс, один раз вызовите RebuildRollupsAsync() хранилища, пока записи не удалены."
            ),
            _ => null,
        };

    private static (string Seen, string Advice)? OfTheWhole(FindingFigures of) =>
        of.Code switch
        {
            UsageFindingCode.OptionsWrong => (
                $"Настройки учёта неверны: {of["problems"]}",
                "Исправьте их; хост с ними не запустился бы."
            ),
            UsageFindingCode.CannotBeBuilt => (
                $"Учёт не создаётся из служб приложения ({of["error"]}).",
                "Получите IUsageRecorder из служб при запуске приложения: в ошибке указано, чего не хватает или что неверно."
            ),
            UsageFindingCode.BudgetsOpen => (
                $"Бюджеты не действуют: вызовов отправлено, потому что хранилище бюджетов не ответило: {of["calls"]}, последний — {of.LengthAsObject("since")} назад.",
                "Восстановите работу хранилища бюджетов; WhenUnknown = Closed в GigaChatBudgetOptions отклонял бы такие вызовы, кроме бюджетов, которые лишь предупреждают."
            ),
            UsageFindingCode.BudgetsClosed => (
                $"Вызовов отклонено, потому что хранилище бюджетов не ответило: {of["calls"]}, последний — {of.LengthAsObject("since")} назад.",
                "Восстановите работу хранилища бюджетов; WhenUnknown = Open в GigaChatBudgetOptions отправлял бы такие вызовы."
            ),
            UsageFindingCode.BudgetsBlind => (
                $"Вызовов, у которых бюджеты не смогли прочитать тело или модель до отправки: {of["calls"]}, последний — {of.LengthAsObject("since")} назад.",
                "Указывайте модель в каждом запросе и отправляйте тела без сжатия: такие вызовы оцениваются по длине и проходят мимо бюджетов в рублях, если WhenUnknown не Closed."
            ),
            UsageFindingCode.AlertsNotDelivered => (
                $"Оповещения ждут отправки в «{of["sink"]}»: {of["waiting"]}, самое старое — {of.LengthAsObject("since")} (последняя ошибка: {of["error"]}).",
                "Проверьте адрес и учётные данные получателя; отправка повторяется каждые десять минут."
            ),
            UsageFindingCode.AlertsNotEvaluated => (
                of["rule"] == "*"
                    ? $"Оповещения не проверяются {of.LengthAsObject("since")} (последняя ошибка: {of["error"]})."
                    : $"Правило оповещений {of["rule"]} не проверяется {of.LengthAsObject("since")} (последняя ошибка: {of["error"]}).",
                "Восстановите хранилище, если оно недоступно; исправьте правило, если оно ваше. Проверка повторяется каждую минуту."
            ),
            UsageFindingCode.ExaminationFailed => (
                $"Часть проверки не удалась: {PartOf(of)} ({of["error"]}).",
                "Найдите ту же ошибку в журнале приложения; остальные замечания верны."
            ),
            _ => null,
        };

    private static string PartOf(FindingFigures of) =>
        of["part"] switch
        {
            "clients" => "клиенты",
            "capture" => "перехват вызовов",
            "hosts" => "хосты вызовов",
            "recorder" => "запись",
            "budgets" => "бюджеты",
            "alerts" => "оповещения",
            _ => "хранилище",
        };

    private static string OfFault(FindingFigures of) =>
        of["fault"] switch
        {
            "timed-out" =>
                "Оно медленно или не отвечает: проверьте его нагрузку и блокировки или увеличьте WriteTimeout.",
            "unavailable" =>
                "Проверьте, что оно работает и доступно, что в него можно писать и что на диске есть место.",
            _ => "В ошибке указано, чего ему не хватает; если это таблица или столбец, выполните миграции хранилища.",
        };

    private string Length(TimeSpan length, string russianSecond, string russianMinute) =>
        length switch
        {
            { TotalMinutes: < 1 } => Counted(
                (long)length.TotalSeconds,
                "second",
                "seconds",
                russianSecond,
                "секунды",
                "секунд"
            ),
            { TotalHours: < 2 } => Counted(
                (long)length.TotalMinutes,
                "minute",
                "minutes",
                russianMinute,
                "минуты",
                "минут"
            ),
            { TotalDays: < 2 } => Counted((long)length.TotalHours, "hour", "hours", "час", "часа", "часов"),
            _ => Days((long)length.TotalDays),
        };
}
