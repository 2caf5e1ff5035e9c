namespace GigaChat.Usage.AspNetCore;

/// <summary>What the overview shows.</summary>
/// <param name="Now">The moment of the figures.</param>
/// <param name="Sections">The sections; without data where they could not be loaded.</param>
/// <param name="StoreFailed">Whether the store did not answer.</param>
internal sealed record OverviewLoad(
    DateTimeOffset Now,
    IReadOnlyList<(Section Section, SectionData? Data)> Sections,
    bool StoreFailed
);
