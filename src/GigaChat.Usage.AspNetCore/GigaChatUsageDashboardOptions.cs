using GigaChat.Usage.Configuration;

namespace GigaChat.Usage.AspNetCore;

/// <summary>The options of the dashboard. Configuration keys have the names of the properties.</summary>
public sealed class GigaChatUsageDashboardOptions
{
    /// <summary>
    /// The time a page waits for the store before it reports that the store does not respond, 1 second to 5 minutes.
    /// Exports have no such limit.
    /// </summary>
    /// <value>The default is 15 seconds.</value>
    [Within("00:00:01", "00:05:00")]
    public TimeSpan QueryTimeout { get; set; } = TimeSpan.FromSeconds(15);

    /// <summary>The number of records per page of the list unless the viewer chooses another, 1 to 500.</summary>
    /// <value>The default is 50.</value>
    [Within(1, RecordsQuery.MaxSize)]
    public int PageSize { get; set; } = 50;
}
