namespace GigaChat.Usage.AspNetCore;

/// <summary>The options of the dashboard.</summary>
public sealed class GigaChatUsageDashboardOptions
{
    /// <summary>
    /// The time a page waits for the store before it reports that the store does not respond, 1 second to 5 minutes.
    /// Exports have no such limit.
    /// </summary>
    /// <value>The default is 15 seconds.</value>
    public TimeSpan QueryTimeout { get; set; } = TimeSpan.FromSeconds(15);

    /// <summary>The number of records per page of the list unless the viewer chooses another, 1 to 500.</summary>
    /// <value>The default is 50.</value>
    public int PageSize { get; set; } = 50;

    internal void Validate()
    {
        if (QueryTimeout < TimeSpan.FromSeconds(1) || QueryTimeout > TimeSpan.FromMinutes(5))
            throw new ArgumentOutOfRangeException(
                nameof(QueryTimeout),
                QueryTimeout,
                $"{nameof(QueryTimeout)} must be 1 second to 5 minutes."
            );
        if (PageSize is < 1 or > RecordsQuery.MaxSize)
            throw new ArgumentOutOfRangeException(
                nameof(PageSize),
                PageSize,
                $"{nameof(PageSize)} must be 1 to {RecordsQuery.MaxSize}."
            );
    }
}
