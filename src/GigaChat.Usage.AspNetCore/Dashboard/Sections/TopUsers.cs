using GigaChat.Usage.Pricing;
using GigaChat.Usage.Storage;

namespace GigaChat.Usage.AspNetCore;

/// <summary>The period by user: on a page the users with the most tokens and the rest in one row, in an export all of
/// them and the calls without a user.</summary>
/// <param name="Users">The users, most tokens first.</param>
/// <param name="All">The whole period, so that rows and shares add up.</param>
/// <param name="HasMoreUsers"><c>true</c> if the rest contains users; <c>false</c> if it is the calls
/// without a user alone.</param>
internal sealed record TopUsers(IReadOnlyList<UserSpend> Users, Spend All, bool HasMoreUsers) : SectionData
{
    private const int Most = 10;

    public static async Task<SectionData> LoadAsync(UsageQuestions questions, CancellationToken cancellationToken)
    {
        // Two more: the group of calls without a user may be among the first, and one more user shows that there are more.
        var groups = await questions
            .AggregateAsync(questions.PeriodFilter, UsageDimensions.User, cancellationToken, Most + 2)
            .ConfigureAwait(false);
        var users = groups.Select(static group => group.UserId).OfType<string>().ToList();
        var all = Spend.Of(await questions.OfPeriodAsync(cancellationToken).ConfigureAwait(false));
        var top = users.Take(Most).ToHashSet(StringComparer.Ordinal);
        var filter = questions.PeriodFilter with { Among = new UsageKeySet(UsageDimensions.User, top) };
        var priced = await questions.PricedAsync(filter, UsageDimensions.User, cancellationToken).ConfigureAwait(false);

        // A reader that an application provides does not know the set of keys.
        return new TopUsers(
            UserSpend.Of(priced.Where(group => group.Usage.UserId is { } id && top.Contains(id))),
            all,
            users.Count > Most
        );
    }

    /// <summary>All users, for an export.</summary>
    public static async Task<SectionData> LoadAllAsync(UsageQuestions questions, CancellationToken cancellationToken)
    {
        var priced = await questions
            .PricedAsync(questions.PeriodFilter, UsageDimensions.User, cancellationToken)
            .ConfigureAwait(false);
        return new TopUsers(UserSpend.Of(priced), Spend.Of(priced), HasMoreUsers: false);
    }

    public override DataTable Table(PageView view)
    {
        var rest = All.Without(Spend.Sum(Users.Select(static user => user.Spend)));
        return new DataTable(
            view.Text.UsersTitle,
            [
                new("userName", view.Text.UserColumn, CellKind.Text),
                new("userId", view.Text.UserIdColumn, CellKind.Text) { IsMinor = true },
                new("requests", view.Text.RequestsColumn, CellKind.Count) { IsMinor = true },
                new("tokens", view.Text.TokensColumn, CellKind.Count),
                new("share", view.Text.ShareColumn, CellKind.Share),
                new("rubles", view.Text.CostColumn, CellKind.Rubles),
            ],
            [
                .. Users.Select(user => Row(user, view)),
                .. rest.Count > 0 ? [Row(HasMoreUsers ? view.Text.OtherUsers : view.Text.NoUser, rest)] : (DataRow[])[],
            ]
        )
        {
            Total = Row(view.Text.TotalRow, All),
            Note = SpendTable.LowerBound(All, view),
        };
    }

    private DataRow Row(UserSpend user, PageView view) =>
        Row(new NamedKey(user.Name, user.Name ?? user.Id ?? view.Text.NoUser), user.Spend, user.Id) with
        {
            Href = user.Id is { } id ? view.RecordsWith(new UsageFilter { UserId = id }) : null,
        };

    private DataRow Row(object name, Spend spend, string? id = null) =>
        new(name, id, spend.Count, spend.Tokens, Ratio.Of(spend.Tokens, All.Tokens), spend.KnownRubles);
}
