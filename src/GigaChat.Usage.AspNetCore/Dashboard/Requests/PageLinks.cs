namespace GigaChat.Usage.AspNetCore;

/// <summary>
/// The addresses of the dashboard, all relative to the page they stand on: right under a path base, and behind a proxy
/// that strips a prefix and does
/// not tell.
/// </summary>
/// <param name="Root">From this page to the dashboard's first: <c>./</c>, <c>../</c> and so on.</param>
/// <param name="Language">The language the viewer has chosen by the address; null when the browser chooses.</param>
internal sealed record PageLinks(string Root, string? Language)
{
    public string Asset(string name) => $"{Root}assets/{name}";

    public string Overview(OverviewQuery query) => Address("", query.Parameters());

    public string Records(RecordsQuery query) => Address("records", query.Parameters());

    /// <param name="id">The record.</param>
    /// <param name="list">The list that the record is opened from; its page leads back to it.</param>
    public string Record(Guid id, RecordsQuery? list = null) =>
        Address($"records/{id}", (list ?? RecordsQuery.Default).Parameters());

    public string Diagnosis() => Address("diagnosis", []);

    public string Export(string name, string format, IEnumerable<(string Name, string? Value)> parameters) =>
        Address($"export/{name}.{format}", parameters);

    private string Address(string path, IEnumerable<(string Name, string? Value)> parameters)
    {
        var query = string.Join(
            '&',
            parameters
                .Append(("lang", Language))
                .Where(static parameter => !string.IsNullOrEmpty(parameter.Item2))
                .Select(static parameter => $"{parameter.Item1}={Uri.EscapeDataString(parameter.Item2!)}")
        );
        return query.Length == 0 ? $"{Root}{path}" : $"{Root}{path}?{query}";
    }
}
