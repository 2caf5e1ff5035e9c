namespace GigaChat.Usage.AspNetCore;

/// <summary>
/// The period by hour of the day in the report time zone. Sums are kept by whole hours of UTC, so in a zone with an
/// offset of half an hour an hour is that of its start.
/// </summary>
/// <param name="Hours">24 sums, from midnight.</param>
internal sealed record HourlySpend(IReadOnlyList<(long Count, long Tokens)> Hours) : SectionData
{
    public static async Task<SectionData> LoadAsync(UsageQuestions questions, CancellationToken cancellationToken)
    {
        var hours = new (long Count, long Tokens)[24];
        foreach (var group in await questions.HoursAsync(cancellationToken).ConfigureAwait(false))
        {
            ref var hour = ref hours[TimeZoneInfo.ConvertTime(group.Hour!.Value, questions.TimeZone).Hour];
            checked
            {
                hour = (hour.Count + group.Count, hour.Tokens + group.TotalTokens);
            }
        }

        return new HourlySpend(hours);
    }

    public static string Name(int hour) => $"{hour:00}:00";

    public override Html Draw(Section section, PageView view) =>
        SectionCard.Draw(
            section,
            view,
            view.Text.HoursTitle,
            Hours.All(static hour => hour.Count == 0)
                ? SectionCard.Nothing(view)
                : SectionCard.Picture(Chart(view).Draw(), Table(view), view)
        );

    public override DataTable Table(PageView view) =>
        new(
            view.Text.HoursTitle,
            [
                new("hour", view.Text.HourColumn, CellKind.Text),
                new("requests", view.Text.RequestsColumn, CellKind.Count),
                new("tokens", view.Text.TokensColumn, CellKind.Count),
            ],
            [
                .. Hours.Select(
                    (hour, i) =>
                        new DataRow(Name(i), hour.Count, hour.Tokens)
                        {
                            Records = hour.Count == 0 ? null : HrefOf(i, view),
                        }
                ),
            ]
        )
        {
            Total = new DataRow(
                view.Text.TotalRow,
                Hours.Sum(static hour => hour.Count),
                Hours.Sum(static hour => hour.Tokens)
            ),
        };

    /// <summary>Gets the hours of the period at an hour of the day, each of which leads to its records.</summary>
    private static string HrefOf(int hour, PageView view) =>
        view.Links.Groups(
            new GroupsQuery
            {
                Selection = view.Selection,
                By = Dimension.Hour,
                At = hour,
            }
        );

    private BarChart Chart(PageView view) =>
        new(
            [new Series(view.Text.TokensMeasure, "s1")],
            [
                .. Hours.Select(
                    (hour, i) =>
                        new Bar(
                            i % 4 == 2 ? Name(i) : null,
                            $"{Name(i)}\n{view.Text.Tokens(hour.Tokens)}\n{view.Text.Requests(hour.Count)}",
                            [hour.Tokens]
                        )
                        {
                            Href = hour.Count == 0 ? null : HrefOf(i, view),
                        }
                ),
            ],
            view.Format.Short,
            view.Text.HoursSummary(
                Name(Hours.Select(static (hour, i) => (hour.Tokens, i)).MaxBy(static hour => hour.Tokens).i)
            )
        );
}
