using System.Runtime.CompilerServices;
using GigaChat.Usage.Storage;

namespace GigaChat.Usage.AspNetCore;

/// <summary>The period by user: on a page the users with the most tokens, the other users in one row, and the calls
/// without a user; in an export all of them.</summary>
/// <param name="Users">The users, most tokens first.</param>
/// <param name="All">The whole period, so that rows and shares add up.</param>
/// <param name="HasMoreUsers"><c>true</c> if the rest contains users; <c>false</c> if it is the calls
/// without a user alone.</param>
internal sealed record TopUsers(IReadOnlyList<UserSpend> Users, Spend All, bool HasMoreUsers) : SectionData
{
    private const int Most = 10;

    /// <summary>The number of users that an export prices at once.</summary>
    private const int AtOnce = 500;

    public static async Task<SectionData> LoadAsync(UsageQuestions questions, CancellationToken cancellationToken)
    {
        var all = Spend.Of(await questions.OfPeriodAsync(cancellationToken).ConfigureAwait(false));

        // The page of a user is all of that user.
        if (questions.Selection.Filter.UserId is { } only)
        {
            var latest = await questions.LatestAsync(cancellationToken).ConfigureAwait(false);
            var name = latest.Select(static record => record.UserName).FirstOrDefault(static name => name is not null);
            return new TopUsers(all.Count == 0 ? [] : [new UserSpend(only, name, all)], all, HasMoreUsers: false);
        }

        // Two more: the group of calls without a user may be among the first, and one more user shows that there are more.
        var groups = await questions
            .AggregateAsync(questions.PeriodFilter, UsageDimensions.User, cancellationToken, Most + 2)
            .ConfigureAwait(false);
        var users = groups.Where(static group => group.UserId is not null).ToList();
        return new TopUsers(
            await PriceAsync(questions, [.. users.Take(Most)], cancellationToken).ConfigureAwait(false),
            all,
            users.Count > Most
        );
    }

    /// <summary>All users, for an export: their ids at once, their costs in parts.</summary>
    public static async Task<RowStream> StreamAsync(
        UsageQuestions questions,
        PageView view,
        CancellationToken cancellationToken
    )
    {
        var groups = await questions
            .AggregateAsync(questions.PeriodFilter, UsageDimensions.User, cancellationToken)
            .ConfigureAwait(false);
        var all = Spend.Of(await questions.OfPeriodAsync(cancellationToken).ConfigureAwait(false));
        var users = new TopUsers([], all, HasMoreUsers: false);
        return new RowStream(Columns(view), users.RowsAsync(questions, groups, view, cancellationToken));
    }

    /// <summary>Draws nothing on the page of one user: the title has the name.</summary>
    public override Html Draw(Section section, PageView view) =>
        view.Selection.Filter is { UserId: null } filter && (filter.Without & UsageDimensions.User) == 0
            ? base.Draw(section, view)
            : Html.Empty;

    public override DataTable Table(PageView view)
    {
        var rest = All.Without(Spend.Sum(Users.Select(static user => user.Spend)));
        return new DataTable(
            view.Text.UsersTitle,
            Columns(view),
            [
                .. Users.Select(user => Row(user, view)),
                .. rest.Count == 0 ? (DataRow[])[]
                : HasMoreUsers ? [Rest(rest, view)]
                : [Row(new UserSpend(null, null, rest), view)],
            ]
        )
        {
            Total = Row(view.Text.TotalRow, All) with { Records = view.Links.Records(RecordsQuery.Of(view.Selection)) },
            Note = SpendTable.LowerBound(All, view) is { } note
                ? $"{view.Text.SharesOfAll} {note}"
                : view.Text.SharesOfAll,
        };
    }

    private static IReadOnlyList<DataColumn> Columns(PageView view) =>
        [
            new("userName", view.Text.UserColumn, CellKind.Text),
            new("userId", view.Text.UserIdColumn, CellKind.Text) { IsMinor = true },
            new("requests", view.Text.RequestsColumn, CellKind.Count) { IsMinor = true },
            new("tokens", view.Text.TokensColumn, CellKind.Count),
            new("share", view.Text.ShareColumn, CellKind.Share),
            new("rubles", view.Text.CostColumn, CellKind.Rubles),
        ];

    private static async Task<IReadOnlyList<UserSpend>> PriceAsync(
        UsageQuestions questions,
        UsageGroup[] users,
        CancellationToken cancellationToken
    )
    {
        if (users.Length == 0)
            return [];
        var names = users.ToDictionary(
            static group => group.UserId!,
            static group => group.UserName,
            StringComparer.Ordinal
        );
        var filter = questions.PeriodFilter with { Among = new UsageKeySet(UsageDimensions.User, names.Keys) };
        var priced = await questions.PricedAsync(filter, UsageDimensions.User, cancellationToken).ConfigureAwait(false);

        // A reader that an application provides does not know the set of keys.
        return UserSpend.Of(priced.Where(group => group.Usage.UserId is { } id && names.ContainsKey(id)), names);
    }

    private async IAsyncEnumerable<DataRow> RowsAsync(
        UsageQuestions questions,
        IReadOnlyList<UsageGroup> groups,
        PageView view,
        [EnumeratorCancellation] CancellationToken cancellationToken
    )
    {
        var rest = All;
        foreach (var part in groups.Where(static group => group.UserId is not null).Chunk(AtOnce))
        {
            var users = await PriceAsync(questions, part, cancellationToken).ConfigureAwait(false);
            rest = rest.Without(Spend.Sum(users.Select(static user => user.Spend)));
            foreach (var user in users)
                yield return Row(user, view);
        }

        if (groups.Any(static group => group.UserId is null) && rest.Count > 0)
            yield return Row(new UserSpend(null, null, rest), view);
    }

    private DataRow Row(UserSpend user, PageView view) =>
        Row(new NamedKey(user.Name, user.Name ?? user.Id ?? view.Text.NoUser), user.Spend, user.Id) with
        {
            Href = view.PageOf(Dimension.User, user.Id),
            Records = view.RecordsOf(Dimension.User, user.Id),
        };

    private DataRow Rest(Spend rest, PageView view)
    {
        var others = view.OthersOf(Dimension.User, Users.Count);
        return Row(view.Text.OtherUsers, rest) with { Href = others, Records = others };
    }

    private DataRow Row(object name, Spend spend, string? id = null) =>
        new(name, id, spend.Count, spend.Tokens, Ratio.Of(spend.Tokens, All.Tokens), spend.KnownRubles);
}
