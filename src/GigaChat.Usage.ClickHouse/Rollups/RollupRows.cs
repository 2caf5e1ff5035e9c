namespace GigaChat.Usage.ClickHouse;

/// <summary>Rows of rollups that are written or compared.</summary>
/// <param name="Table">The table.</param>
/// <param name="Columns">Its columns, in the order in which they are selected.</param>
/// <param name="Select">The statement that selects the rows.</param>
internal readonly record struct RollupRows(string Table, string Columns, string Select)
{
    public string Insert => $"INSERT INTO {Table} ({Columns}) {Select}";
}
