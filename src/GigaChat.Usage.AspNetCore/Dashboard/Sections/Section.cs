namespace GigaChat.Usage.AspNetCore;

/// <summary>A part of the overview. Its figures are exported under its id.</summary>
/// <param name="Id">Its name in addresses.</param>
/// <param name="Title">Its heading where it could not be loaded.</param>
/// <param name="LoadAsync">Asks the store, or reads what this process knows; what it loads draws itself.</param>
/// <param name="Width">Its width in twelfths of the page.</param>
internal sealed record Section(
    string Id,
    Func<PageText, string> Title,
    Func<UsageQuestions, CancellationToken, Task<SectionData>> LoadAsync,
    int Width = 12
)
{
    /// <summary>Loads every row for an export, where a page shows the first ones; null where both are the same.</summary>
    public Func<UsageQuestions, CancellationToken, Task<SectionData>>? LoadAllAsync { get; init; }

    /// <summary>Whether it asks others than the store, be it beside it: its failure is not the store's, and it may be
    /// there while the store is down.</summary>
    public bool IsIndependent { get; init; }
}
