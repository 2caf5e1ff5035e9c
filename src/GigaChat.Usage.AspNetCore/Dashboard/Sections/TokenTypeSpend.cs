namespace GigaChat.Usage.AspNetCore;

/// <summary>The period by type of access token.</summary>
internal sealed record TokenTypeSpend(IReadOnlyList<Slice<string?>> Slices) : SectionData
{
    public static async Task<SectionData> LoadAsync(UsageQuestions questions, CancellationToken cancellationToken) =>
        new TokenTypeSpend(
            Slice.By(
                await questions.DetailsAsync(cancellationToken).ConfigureAwait(false),
                Dimension.TokenType,
                questions.TimeZone
            )
        );

    public override DataTable Table(PageView view) =>
        SpendTable.Of(view, view.Text.TokenTypesTitle, Dimension.TokenType, Slices, SpendTable.Most);

    public override DataTable ExportTable(PageView view) =>
        SpendTable.Of(view, view.Text.TokenTypesTitle, Dimension.TokenType, Slices);
}
