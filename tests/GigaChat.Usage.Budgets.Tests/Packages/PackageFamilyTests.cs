using Microsoft.Extensions.Time.Testing;

namespace GigaChat.Usage.Budgets.Tests.Packages;

/// <summary>Which calls use a package up that is named by a model.</summary>
[TestFixture]
internal sealed class PackageFamilyTests
{
    private static readonly DateTimeOffset Now = new(2026, 6, 15, 12, 0, 0, TimeSpan.FromHours(3));

    private static IEnumerable<PriceBook> Books =>
        [
            PriceBook.Sber,
            PriceBook.Reference,
            PriceBook.CloudRu,
            new("Apart", [ModelPrice.Flat("GigaChat-2-Max", 600m)]),
            PriceBook.Sber.With(ModelPrice.Flat("GigaChat-2-Max", 600m, Now)),
        ];

    [Test]
    public async Task Package_named_by_a_model_is_used_up_whatever_the_price_book(
        [ValueSource(nameof(Books))] PriceBook book,
        [Values("GigaChat-2-Max", "GigaChat-Max", "gigachat/GigaChat-2-Max")] string named
    )
    {
        var reader = new ListUsageReader(
            Records.Of(100, Now.AddDays(-1), "GigaChat-2-Max"),
            Records.Of(20, Now.AddDays(-1), "GigaChat-Max"),
            Records.Of(3, Now.AddDays(-1), "GigaChat-2-Pro"),
            Records.Of(7, Now.AddDays(-1), "cloud.ru/GigaChat-2-Max")
        );
        var usage = new GigaChatTokenUsage(reader, book, timeProvider: new FakeTimeProvider(Now));
        var packages = new GigaChatTokenPackages(
            usage,
            [
                new TokenPackage
                {
                    Family = named,
                    Tokens = 3_000_000,
                    Rubles = 1950,
                    BoughtAt = Now.AddDays(-30),
                },
            ]
        );

        var status = (await packages.GetStatusAsync()).Should().ContainSingle().Subject;

        status.RemainingTokens.Should().Be(3_000_000 - 120);
    }
}
