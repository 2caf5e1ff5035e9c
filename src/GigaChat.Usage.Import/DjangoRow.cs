namespace GigaChat.Usage.Import;

/// <summary>A row of the table.</summary>
/// <param name="Place">Where it is, for a person: <c>Line 3</c>.</param>
/// <param name="Fields">Its texts, by <see cref="DjangoColumn"/>; null where there is none.</param>
/// <param name="Names">The names that the file gives to the columns.</param>
internal readonly record struct DjangoRow(string Place, string?[] Fields, string?[] Names)
{
    public string? this[DjangoColumn column] => Fields[(int)column];

    /// <summary>A problem of a field, with its place.</summary>
    public string Problem(DjangoColumn column, string what) =>
        $"{Place}, {Names[(int)column] ?? DjangoColumns.NameOf(column)}: {what}";
}
