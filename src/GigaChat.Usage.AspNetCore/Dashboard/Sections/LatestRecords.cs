namespace GigaChat.Usage.AspNetCore;

/// <summary>The newest records.</summary>
internal sealed record LatestRecords(IReadOnlyList<UsageRecord> Records) : SectionData
{
    public static async Task<SectionData> LoadAsync(UsageQuestions questions, CancellationToken cancellationToken) =>
        new LatestRecords(await questions.LatestAsync(cancellationToken).ConfigureAwait(false));

    public override Html Draw(Section section, PageView view) =>
        SectionCard.Draw(
            section,
            view,
            view.Text.LatestTitle,
            $"""
            {(Records.Count == 0 ? SectionCard.Nothing(view) : RecordRows.Draw(Records, view.Text.LatestTitle, view))}
            <p class="more"><a href="{view.Links.Records(
                new RecordsQuery
                {
                    Selection = Selection.Of(RecordsQuery.DefaultPeriod) with { Filter = view.Selection.Filter },
                }
            )}">{view.Text.AllRecords}</a></p>
            """
        );

    public override DataTable Table(PageView view) => RecordTable.Of(view, view.Text.LatestTitle, Records);
}
