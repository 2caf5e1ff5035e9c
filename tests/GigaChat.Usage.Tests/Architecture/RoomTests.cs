using FluentAssertions;
using NUnit.Framework;

namespace GigaChat.Usage.Tests.Architecture;

/// <summary>The rule of CONTRIBUTING: a folder knows those on its right, and none on its left.</summary>
internal sealed class RoomTests
{
    /// <summary>The folders of the core from left to right; the last is the root with the record itself.</summary>
    private static readonly string[] LeftToRight =
    [
        "DependencyInjection",
        "Diagnostics",
        "Capture",
        "Attribution",
        "Recording",
        "Queries",
        "Telemetry",
        "Forecasting",
        "Estimation",
        "Pricing",
        "Storage",
        "Configuration",
        "Files",
        "Logging",
        "",
    ];

    private static readonly Rooms Core = new();

    [Test]
    public void A_room_uses_only_rooms_on_its_right()
    {
        foreach (var (from, to) in Core.Arrows.Keys.OrderBy(static arrow => Array.IndexOf(LeftToRight, arrow.From)))
            TestContext.Out.WriteLine($"{NameOf(from)} -> {NameOf(to)}");

        Core.Arrows.Should().HaveCountGreaterThan(20);
        Core.Arrows.Where(static arrow =>
                Array.IndexOf(LeftToRight, arrow.Key.From) >= Array.IndexOf(LeftToRight, arrow.Key.To)
            )
            .Select(static arrow =>
                $"{NameOf(arrow.Key.From)} -> {NameOf(arrow.Key.To)}: {string.Join(", ", arrow.Value)}"
            )
            .Should()
            .BeEmpty();
    }

    [Test]
    public void Every_folder_is_a_room() =>
        Core.Arrows.Keys.SelectMany(static arrow => (string[])[arrow.From, arrow.To]).Should().BeSubsetOf(LeftToRight);

    [Test]
    public void Internal_types_are_in_the_namespace_of_their_folder() => Core.Strangers.Should().BeEmpty();

    private static string NameOf(string room) => room.Length > 0 ? room : "(root)";
}
