using GigaChat.Usage.Queries;

namespace GigaChat.Usage.AspNetCore;

/// <summary>The users with the most tokens in the period. Calls without a user are excluded.</summary>
internal sealed record TopUsers(IReadOnlyList<UsageGroup> Users, long AllTokens) : SectionData
{
    private const int Most = 10;

    public static async Task<SectionData> LoadAsync(UsageQuestions questions, CancellationToken cancellationToken)
    {
        // One more: the group of calls without a user may be among the first.
        var groups = await questions
            .AggregateAsync(questions.PeriodFilter, UsageDimensions.User, cancellationToken, Most + 1)
            .ConfigureAwait(false);
        var all = Spend.Of(await questions.OfPeriodAsync(cancellationToken).ConfigureAwait(false));
        return new TopUsers([.. groups.Where(static group => group.UserId is not null).Take(Most)], all.Tokens);
    }

    public override DataTable Table(PageView view) =>
        new(
            view.Text.UsersTitle,
            [
                new("userName", view.Text.UserColumn, CellKind.Text),
                new("userId", view.Text.UserIdColumn, CellKind.Text) { IsMinor = true },
                new("requests", view.Text.RequestsColumn, CellKind.Count) { IsMinor = true },
                new("tokens", view.Text.TokensColumn, CellKind.Count),
                new("share", view.Text.ShareColumn, CellKind.Share),
            ],
            [
                .. Users.Select(user => new DataRow(
                    user.UserName ?? user.UserId,
                    user.UserId,
                    user.Count,
                    user.TotalTokens,
                    Ratio.Of(user.TotalTokens, AllTokens)
                )
                {
                    Href = view.RecordsWith(new UsageFilter { UserId = user.UserId }),
                }),
            ]
        );
}
