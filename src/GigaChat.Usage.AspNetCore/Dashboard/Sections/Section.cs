namespace GigaChat.Usage.AspNetCore;

/// <summary>A part of the overview. Its figures are exported under its id.</summary>
/// <param name="Id">Its name in addresses.</param>
/// <param name="Title">Its heading where it could not be loaded.</param>
/// <param name="LoadAsync">Queries the store, or reads the state of this process; the loaded data draws itself.</param>
/// <param name="Width">Its width in twelfths of the page.</param>
internal sealed record Section(
    string Id,
    Func<PageText, string> Title,
    Func<UsageQuestions, CancellationToken, Task<SectionData>> LoadAsync,
    int Width = 12
)
{
    /// <summary>Loads every row for an export, where a page shows the first ones; <c>null</c> if both are the
    /// same.</summary>
    public Func<UsageQuestions, CancellationToken, Task<SectionData>>? LoadAllAsync { get; init; }

    /// <summary>Loads the rows of an export in parts, where a page shows the first ones; <c>null</c> if both are the
    /// same.</summary>
    public Func<UsageQuestions, PageView, CancellationToken, Task<RowStream>>? StreamAsync { get; init; }

    /// <summary><c>true</c> if it is about all usage, and left out where the page is filtered; otherwise,
    /// <c>false</c>.</summary>
    public bool IsOfAll { get; init; }

    /// <summary>The dimension of its rows; its list of groups has all of them. Null for none.</summary>
    public Dimension? Groups { get; init; }

    /// <summary><c>true</c> if it shows parts of the period's usage, by <see cref="Groups"/> or otherwise, and is left out
    /// where there is none; otherwise, <c>false</c>.</summary>
    public bool IsOfUsage { get; init; }

    /// <summary>Its width on a filtered page, which leaves out the section beside it.</summary>
    public int FilteredWidth { get; init; } = Width;

    /// <summary><c>true</c> if it is about all time, so that pages of other periods share it; otherwise,
    /// <c>false</c>.</summary>
    public bool IsOfAllTime { get; init; }

    /// <summary>
    /// <c>true</c> if it also queries sources other than the store, so that its failure is not the store's, and it may
    /// load while the store is down; otherwise, <c>false</c>.
    /// </summary>
    public bool IsIndependent { get; init; }
}
