namespace GigaChat.Usage.Import;

/// <summary>A row of the table.</summary>
/// <param name="Place">Its place as text: <c>Line 3</c>.</param>
/// <param name="Fields">Its texts, by <see cref="DjangoColumn"/>; null where there is none.</param>
/// <param name="Names">The names of the columns in the file.</param>
internal readonly record struct DjangoRow(string Place, string?[] Fields, string?[] Names)
{
    public string? this[DjangoColumn column] => Fields[(int)column];

    /// <summary>Describes a problem of a field, with its place.</summary>
    public string Problem(DjangoColumn column, string what) =>
        $"{Place}, {Names[(int)column] ?? DjangoColumns.NameOf(column)}: {what}";
}
