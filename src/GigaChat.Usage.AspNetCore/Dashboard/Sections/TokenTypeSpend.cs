namespace GigaChat.Usage.AspNetCore;

/// <summary>The period by type of access token.</summary>
internal sealed record TokenTypeSpend(IReadOnlyList<Slice<string?>> Slices) : SectionData
{
    public static async Task<SectionData> LoadAsync(UsageQuestions questions, CancellationToken cancellationToken) =>
        new TokenTypeSpend(
            Slice.By(await questions.DetailsAsync(cancellationToken).ConfigureAwait(false), static group =>
                group.AccessTokenType
            )
        );

    public override DataTable Table(PageView view) =>
        SpendTable.Of(
            view,
            view.Text.TokenTypesTitle,
            new("accessTokenType", view.Text.TokenTypeColumn, CellKind.Text),
            Slices,
            type => new NamedKey(type, type ?? view.Text.NoType),
            static type => type is null ? null : new UsageFilter { AccessTokenType = type }
        );
}
