namespace GigaChat.Usage.AspNetCore;

/// <summary>
/// The addresses of the dashboard, all relative to their page: correct under a path base, and behind a proxy that
/// strips a prefix without a header.
/// </summary>
/// <param name="Root">The address of the first page relative to this one: <c>./</c>, <c>../</c> and so on.</param>
/// <param name="Language">The language that the viewer has chosen by the address; null when the browser
/// chooses.</param>
internal sealed record PageLinks(string Root, string? Language)
{
    public string Asset(string name) => $"{Root}assets/{name}";

    public string Overview(OverviewQuery query) => Address("", query.Parameters());

    public string Records(RecordsQuery query) => Address("records", query.Parameters());

    /// <param name="id">The record.</param>
    /// <param name="list">The list that the record is opened from; its page leads back to it.</param>
    public string Record(Guid id, RecordsQuery? list = null) =>
        Address($"records/{id}", (list ?? RecordsQuery.Default).Parameters());

    public string Groups(GroupsQuery query) => Address("groups", query.Parameters());

    public string Changes(ChangesQuery query) => Address("changes", query.Parameters());

    public string Quality(QualityQuery query) => Address("quality", query.Parameters());

    public string Statement(StatementQuery query) => Address("statement", query.Parameters());

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
