namespace GigaChat.Usage.AspNetCore;

/// <summary>A kind of file.</summary>
/// <param name="Name">Its extension.</param>
/// <param name="ContentType">Its media type.</param>
internal sealed record ExportFormat(string Name, string ContentType)
{
    public static ExportFormat Csv { get; } = new("csv", "text/csv; charset=utf-8");

    public static ExportFormat Json { get; } = new("json", "application/json; charset=utf-8");

    public static ExportFormat Xlsx { get; } =
        new("xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet");

    public static ExportFormat? Of(string name) =>
        name switch
        {
            "csv" => Csv,
            "json" => Json,
            "xlsx" => Xlsx,
            _ => null,
        };
}
