namespace GigaChat.Usage.AspNetCore;

/// <summary>The newest records.</summary>
internal sealed record LatestRecords(IReadOnlyList<UsageRecord> Records) : SectionData
{
    private const int Most = 10;

    public static async Task<SectionData> LoadAsync(UsageQuestions questions, CancellationToken cancellationToken) =>
        new LatestRecords(
            (
                await questions
                    .ListAsync(questions.Selection.Filter, new UsagePage { Size = Most }, cancellationToken)
                    .ConfigureAwait(false)
            ).Items
        );

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
