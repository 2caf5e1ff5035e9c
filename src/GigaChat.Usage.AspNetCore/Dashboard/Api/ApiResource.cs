namespace GigaChat.Usage.AspNetCore;

/// <summary>A resource of the JSON API: a table with stable names.</summary>
/// <param name="Name">Its name in addresses.</param>
/// <param name="Summary">Its description, in English.</param>
/// <param name="Parameters">The parameters that it takes.</param>
/// <param name="Columns">Gets its columns.</param>
/// <param name="LoadAsync">Gets its rows.</param>
internal sealed record ApiResource(
    string Name,
    string Summary,
    IReadOnlyList<ApiParameter> Parameters,
    Func<PageView, IReadOnlyList<DataColumn>> Columns,
    Func<ApiRequest, CancellationToken, Task<ApiPage>> LoadAsync
);
