namespace GigaChat.Usage.AspNetCore;

/// <summary>A request of the JSON API.</summary>
/// <param name="Source">The queries.</param>
/// <param name="Query">The parameters.</param>
/// <param name="ViewOf">Gets the context of tables over some records.</param>
internal sealed record ApiRequest(DashboardSource Source, QueryReader Query, Func<UsageQuestions, PageView> ViewOf)
{
    private const int DefaultLimit = 1_000;

    public static ApiParameter LimitParameter { get; } =
        new("limit", "The maximum number of rows, 1 to 10000; 1000 by default.");

    public int Limit => Query.Number("limit", 1, UsagePage.MaxSize) ?? DefaultLimit;
}
