namespace GigaChat.Usage.AspNetCore;

/// <summary>What the list page shows.</summary>
/// <param name="Page">The records; null when the store does not answer.</param>
/// <param name="Sum">What the selection adds up to; null when it was not asked for.</param>
/// <param name="Choices">What the filters offer.</param>
/// <param name="Counters">What became of this process's records.</param>
internal sealed record RecordsLoad(UsagePageResult? Page, Spend? Sum, FilterChoices Choices, UsageRecorderCounters Counters);
