namespace GigaChat.Usage.AspNetCore;

/// <summary>What the list page shows.</summary>
/// <param name="Page">The records; null when the store does not answer.</param>
/// <param name="Sum">What the selection adds up to; null when it was not asked for or could not be told.</param>
/// <param name="SumFailed">Whether it was asked for and could not be told.</param>
/// <param name="Choices">What the filters offer; the least where the store does not tell.</param>
/// <param name="Counters">What became of this process's records.</param>
internal sealed record RecordsLoad(
    UsagePageResult? Page,
    Spend? Sum,
    bool SumFailed,
    FilterChoices Choices,
    UsageRecorderCounters Counters
);
