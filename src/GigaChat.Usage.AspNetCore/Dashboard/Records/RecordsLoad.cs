namespace GigaChat.Usage.AspNetCore;

/// <summary>The data of the list page.</summary>
/// <param name="Page">The records; null when the store does not respond.</param>
/// <param name="Sum">The sum of the selection; null when it was not requested or could not be computed.</param>
/// <param name="SumFailed"><c>true</c> if it was requested and could not be computed; otherwise, <c>false</c>.</param>
/// <param name="Choices">The choices of the filters; the minimum where the store does not return them.</param>
/// <param name="Counters">The counters of this process's recorder.</param>
internal sealed record RecordsLoad(
    UsagePageResult? Page,
    Spend? Sum,
    bool SumFailed,
    FilterChoices Choices,
    UsageRecorderCounters Counters
);
