namespace GigaChat.Usage.AspNetCore;

/// <summary>The period by platform.</summary>
internal sealed record PlatformSpend(IReadOnlyList<Slice<string?>> Slices) : SectionData
{
    public static async Task<SectionData> LoadAsync(UsageQuestions questions, CancellationToken cancellationToken) =>
        new PlatformSpend(
            Slice.By(await questions.DetailsAsync(cancellationToken).ConfigureAwait(false), static group =>
                group.Platform
            )
        );

    public override DataTable Table(PageView view) =>
        SpendTable.Of(
            view,
            view.Text.PlatformsTitle,
            new("platform", view.Text.PlatformColumn, CellKind.Text),
            Slices,
            platform => new NamedKey(platform, platform ?? view.Text.NoPlatform),
            static platform => platform is null ? null : new UsageFilter { Platform = platform }
        );
}
