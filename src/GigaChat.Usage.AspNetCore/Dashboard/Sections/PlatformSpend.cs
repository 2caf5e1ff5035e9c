namespace GigaChat.Usage.AspNetCore;

/// <summary>The period by platform.</summary>
internal sealed record PlatformSpend(IReadOnlyList<Slice<string?>> Slices) : SectionData
{
    public static async Task<SectionData> LoadAsync(UsageQuestions questions, CancellationToken cancellationToken) =>
        new PlatformSpend(
            Slice.By(
                await questions.DetailsAsync(cancellationToken).ConfigureAwait(false),
                Dimension.Platform,
                questions.TimeZone
            )
        );

    public override DataTable Table(PageView view) =>
        SpendTable.Of(view, view.Text.PlatformsTitle, Dimension.Platform, Slices, SpendTable.Most);

    public override DataTable ExportTable(PageView view) =>
        SpendTable.Of(view, view.Text.PlatformsTitle, Dimension.Platform, Slices);
}
