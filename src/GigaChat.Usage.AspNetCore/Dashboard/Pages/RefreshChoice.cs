namespace GigaChat.Usage.AspNetCore;

/// <summary>The choice of loading a page again every few seconds. The browser does it by itself, without a
/// script.</summary>
internal static class RefreshChoice
{
    public const string Parameter = "refresh";

    public const int Least = 5;
    public const int Most = 3_600;

    private static readonly int?[] Choices = [null, 10, 30, 300];

    public static int? Read(QueryReader query) => query.Number(Parameter, Least, Most);

    public static Html Draw(PageView view) =>
        $"""
            <nav class="refresh" aria-label="{view.Text.Refresh}">{view.Text.Refresh}: {Choices
                .Append(view.Refresh)
                .Distinct()
                .Order()
                .Select(Html (seconds) => $"""<a href="{view.Refreshing(seconds)}"{Html.Current(seconds == view.Refresh)}>{view.Text.Every(seconds)}</a> """)}</nav>
            """;
}
