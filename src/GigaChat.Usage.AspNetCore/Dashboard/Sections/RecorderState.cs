using GigaChat.Usage.Recording;

namespace GigaChat.Usage.AspNetCore;

/// <summary>The counters of this process's recorder. Needs no store.</summary>
internal sealed record RecorderState(UsageRecorderCounters Counters) : SectionData
{
    public static Task<SectionData> LoadAsync(UsageQuestions questions, CancellationToken cancellationToken) =>
        Task.FromResult<SectionData>(new RecorderState(questions.Counters));

    public IReadOnlyList<(string Key, string Name, long Count, bool IsLoss)> Values(PageText text) =>
        [
            ("accepted", text.Accepted, Counters.Accepted, false),
            ("persisted", text.Persisted, Counters.Persisted, false),
            ("queued", text.Queued, Counters.Queued, false),
            ("inFlight", text.InFlight, Counters.InFlight, false),
            ("failed", text.FailedRecords, Counters.Failed, true),
            ("dropped", text.Dropped, Counters.Dropped, true),
            ("retries", text.RetriedWrites, Counters.Retries, false),
            ("replayed", text.Replayed, Counters.Replayed, false),
        ];

    public override Html Draw(Section section, PageView view) =>
        SectionCard.Draw(
            section,
            view,
            view.Text.RecorderTitle,
            $"""
            <dl class="counters">{Values(view.Text).Select(
                Html (value) =>
                    $"<div{Html.Attribute("class", value.IsLoss && value.Count > 0 ? "loss" : null)}><dt>{value.Name}</dt><dd>{view.Format.Count(value.Count)}</dd></div>"
            )}</dl>
            {SectionCard.Note(view.Text.RecorderNote)}
            """
        );

    public override DataTable Table(PageView view) =>
        new(
            view.Text.RecorderTitle,
            [
                new("counter", view.Text.RetriedColumn, CellKind.Text),
                new("records", view.Text.ValueColumn, CellKind.Count),
            ],
            [.. Values(view.Text).Select(static value => new DataRow(new NamedKey(value.Key, value.Name), value.Count))]
        );
}
