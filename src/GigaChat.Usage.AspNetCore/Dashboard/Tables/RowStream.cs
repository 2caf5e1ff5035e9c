namespace GigaChat.Usage.AspNetCore;

/// <summary>A table of a file that is loaded in parts while it is written.</summary>
/// <param name="Columns">The columns.</param>
/// <param name="Rows">The rows.</param>
internal sealed record RowStream(IReadOnlyList<DataColumn> Columns, IAsyncEnumerable<DataRow> Rows);
