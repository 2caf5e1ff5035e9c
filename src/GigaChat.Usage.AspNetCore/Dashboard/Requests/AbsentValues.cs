namespace GigaChat.Usage.AspNetCore;

/// <summary>The dimensions that records may have no value in, under the names of the groups by them.</summary>
internal static class AbsentValues
{
    public const string Parameter = "without";

    private static readonly (UsageDimensions By, string Name, Func<PageText, string> Title)[] All =
    [
        (UsageDimensions.Model, "model", static text => text.ModelColumn),
        (UsageDimensions.User, "user", static text => text.UserColumn),
        (UsageDimensions.AccessToken, "token", static text => text.TokenColumn),
        (UsageDimensions.AccessTokenType, "token-type", static text => text.TokenTypeColumn),
        (UsageDimensions.Platform, "platform", static text => text.PlatformColumn),
        (UsageDimensions.Topic, "topic", static text => text.TopicColumn),
        (UsageDimensions.Generation, "generation", static text => text.GenerationColumn),
    ];

    public static IReadOnlyList<string> Names { get; } = [.. All.Select(static one => one.Name)];

    /// <summary>Gets dimensions as they are in addresses, with commas between them; null for none.</summary>
    public static string? Written(UsageDimensions dimensions) =>
        dimensions == UsageDimensions.None
            ? null
            : string.Join(',', All.Where(one => (dimensions & one.By) != 0).Select(static one => one.Name));

    /// <summary>Gets the names of written dimensions in the viewer's language.</summary>
    public static string Titles(PageText text, string written) =>
        string.Join(", ", written.Split(',').Select(name => Find(name).Title(text)));

    public static UsageDimensions Read(string? written) =>
        written?.Split(',').Aggregate(UsageDimensions.None, static (all, name) => all | Find(name).By)
        ?? UsageDimensions.None;

    private static (UsageDimensions By, string Name, Func<PageText, string> Title) Find(string name) =>
        Array.Find(All, one => string.Equals(one.Name, name, StringComparison.Ordinal)) is { Name: not null } found
            ? found
            : throw new BadQueryException(Parameter, static text => text.SomeOf(Names));
}
