namespace GigaChat.Usage.Sample;

/// <summary>Someone who uses the application; a visitor without an account has a demo token only.</summary>
/// <param name="Id">The user's id.</param>
/// <param name="Name">The user's name.</param>
/// <param name="AccessToken">The application's own token. It is stored as a fingerprint.</param>
/// <param name="AccessTokenType">The token's type.</param>
/// <param name="Platform">Where the calls come from.</param>
/// <param name="Model">The model this user prefers.</param>
/// <param name="Weight">How often, relative to the others.</param>
internal sealed record Person(
    string? Id,
    string? Name,
    string AccessToken,
    string AccessTokenType,
    string Platform,
    string Model,
    int Weight
)
{
    public static IReadOnlyList<Person> Everyone { get; } =
    [
        new("u-101", "Анна Смирнова", "dev-7f3a91c2e5", "DEVELOPER", "web", "GigaChat-2-Max", 9),
        new("u-102", "Илья Кузнецов", "dev-0b6d44aa17", "DEVELOPER", "api", "GigaChat-2-Pro", 7),
        new("u-103", "Мария Волкова", "demo-3c5518e9f0", "DEMO", "telegram", "GigaChat-2", 6),
        new("u-104", "Тимур Ахметов", "demo-91d20b7c46", "DEMO", "web", "GigaChat-2", 5),
        new("u-105", "Ольга Соколова", "dev-e8a7703d52", "DEVELOPER", "web", "GigaChat-2-Pro", 4),
        new("u-106", "Павел Лебедев", "demo-6642fc1b08", "DEMO", "telegram", "GigaChat-2", 3),
        new("u-107", "Нина Орлова", "demo-b0473ed95a", "DEMO", "web", "GigaChat-2-Pro", 2),
        new(null, null, "demo-2e19a0c773", "DEMO", "telegram", "GigaChat-2", 3),
    ];

    public UsageContext Context(string topic) =>
        new()
        {
            UserId = Id,
            UserName = Name,
            AccessToken = AccessToken,
            AccessTokenType = AccessTokenType,
            Platform = Platform,
            Topic = topic,
            GenerationId = $"lesson-{Guid.CreateVersion7():N}",
        };
}
