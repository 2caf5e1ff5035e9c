namespace GigaChat.Usage.AspNetCore;

/// <summary>The dimensions that records may have no value in, under the names of the groups by them.</summary>
internal static class AbsentValues
{
    public const string Parameter = "without";

    private static readonly Dimension[] All =
    [
        Dimension.Model,
        Dimension.User,
        Dimension.AccessToken,
        Dimension.TokenType,
        Dimension.Platform,
        Dimension.Topic,
        Dimension.Generation,
    ];

    public static IReadOnlyList<string> Names { get; } = [.. All.Select(static one => one.Id)];

    /// <summary>Gets dimensions as they are in addresses, with commas between them; null for none.</summary>
    public static string? Written(UsageDimensions dimensions) =>
        dimensions == UsageDimensions.None
            ? null
            : string.Join(',', All.Where(one => (dimensions & one.By) != 0).Select(static one => one.Id));

    /// <summary>Gets the names of written dimensions in the viewer's language.</summary>
    public static string Titles(PageText text, string written) =>
        string.Join(", ", written.Split(',').Select(name => Find(name).Title(text)));

    public static UsageDimensions Read(string? written) =>
        written?.Split(',').Aggregate(UsageDimensions.None, static (all, name) => all | Find(name).By)
        ?? UsageDimensions.None;

    private static Dimension Find(string name) =>
        Array.Find(All, one => string.Equals(one.Id, name, StringComparison.Ordinal))
        ?? throw new BadQueryException(Parameter, static text => text.SomeOf(Names));
}
