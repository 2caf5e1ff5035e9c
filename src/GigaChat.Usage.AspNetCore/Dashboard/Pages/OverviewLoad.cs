namespace GigaChat.Usage.AspNetCore;

/// <summary>The data of the overview.</summary>
/// <param name="Now">The time of the figures.</param>
/// <param name="Sections">The sections; without data where they could not be loaded.</param>
/// <param name="StoreFailed"><c>true</c> if the store did not respond; otherwise, <c>false</c>.</param>
internal sealed record OverviewLoad(
    DateTimeOffset Now,
    IReadOnlyList<(Section Section, SectionData? Data)> Sections,
    bool StoreFailed
)
{
    public SectionData? Find(string id) =>
        Sections.FirstOrDefault(one => string.Equals(one.Section.Id, id, StringComparison.Ordinal)).Data;
}
