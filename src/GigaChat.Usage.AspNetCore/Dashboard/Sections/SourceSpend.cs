namespace GigaChat.Usage.AspNetCore;

/// <summary>The period by the source of the numbers: the share of estimates.</summary>
internal sealed record SourceSpend(IReadOnlyList<Slice<string?>> Slices) : SectionData
{
    public static async Task<SectionData> LoadAsync(UsageQuestions questions, CancellationToken cancellationToken) =>
        new SourceSpend(
            Slice.By(
                await questions.OfPeriodAsync(cancellationToken).ConfigureAwait(false),
                Dimension.Source,
                questions.TimeZone
            )
        );

    public override DataTable Table(PageView view) =>
        SpendTable.Of(view, view.Text.SourcesTitle, Dimension.Source, Slices, SpendTable.Most);

    public override DataTable ExportTable(PageView view) =>
        SpendTable.Of(view, view.Text.SourcesTitle, Dimension.Source, Slices);
}
