namespace GigaChat.Usage.AspNetCore;

/// <content>Findings about the hosts of calls, in Russian.</content>
internal sealed partial class PageText
{
    private static (string Seen, string Advice)? OfHosts(FindingFigures of) =>
        of.Code switch
        {
            UsageFindingCode.CallsNotTracked when of["host"] == "*" => (
                $"Вызовов, похожих на вызовы GigaChat, к другим хостам вне учёта: {of["calls"]}; записей они не оставляют.",
                "Если там отвечает GigaChat или шлюз к нему, добавьте эти хосты в GigaChatUsageOptions.Hosts."
            ),
            UsageFindingCode.CallsNotTracked => (
                $"Вызовов, похожих на вызовы GigaChat, к хосту {of["host"]}, которого нет в учёте: {of["calls"]}; записей они не оставляют.",
                $"Если там отвечает GigaChat или шлюз к нему, добавьте строку options.Hosts.Add(\"{of["host"]}\"); в AddGigaChatUsageTracking(options => …) "
                    + $"или хост {of["host"]} в Hosts в конфигурации."
            ),
            UsageFindingCode.PathUnknown => (
                $"Запросов к учитываемым хостам по неизвестным путям: {of["requests"]} ({of["paths"]}); записей они не оставляют.",
                "Проверьте, нет ли новой версии пакета; если по этому пути расходуются токены, сообщите о нём."
            ),
            UsageFindingCode.StreamsWithoutUsage => (
                $"Потоков от посредников, завершённых без расхода: {of["streams"]} ({of["resellers"]}); их токены оценены.",
                "Передавайте в запросе \"stream_options\": {\"include_usage\": true}: тогда последнее событие сообщает расход."
            ),
            _ => null,
        };
}
