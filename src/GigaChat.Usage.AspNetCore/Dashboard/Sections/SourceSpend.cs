namespace GigaChat.Usage.AspNetCore;

/// <summary>The period by the source of the numbers: the share of estimates.</summary>
internal sealed record SourceSpend(IReadOnlyList<Slice<UsageSource?>> Slices) : SectionData
{
    public static async Task<SectionData> LoadAsync(UsageQuestions questions, CancellationToken cancellationToken) =>
        new SourceSpend(
            Slice.By(await questions.OfPeriodAsync(cancellationToken).ConfigureAwait(false), static group =>
                group.Source
            )
        );

    public override DataTable Table(PageView view) =>
        SpendTable.Of(
            view,
            view.Text.SourcesTitle,
            new("source", view.Text.SourceColumn, CellKind.Text),
            Slices,
            source => new NamedKey(source?.ToString(), view.Text.Source(source)),
            static source => new UsageFilter { Source = source },
            static source =>
                source switch
                {
                    UsageSource.Reported => "s1",
                    UsageSource.Estimated => "s2",
                    _ => "s8",
                }
        );
}
