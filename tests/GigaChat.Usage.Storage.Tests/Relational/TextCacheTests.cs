using GigaChat.Usage.EntityFrameworkCore;
using Microsoft.Extensions.Time.Testing;

namespace GigaChat.Usage;

/// <summary>What a writer remembers of texts, and when it forgets.</summary>
[TestFixture]
internal sealed class TextCacheTests
{
    private readonly FakeTimeProvider _time = new();
    private TextCache _cache = null!;

    [SetUp]
    public void Create()
    {
        _cache = new TextCache(_time);
        Find("a");
        _cache.Add(["a", "b"], [1, 2], "stamp");
    }

    [Test]
    public void Texts_are_remembered_for_an_hour_and_no_longer()
    {
        _time.Advance(TextCache.Lifetime);
        Find("a").Should().Contain("a", 1);

        _time.Advance(TimeSpan.FromTicks(1));
        Find("a").Should().BeEmpty();
        _cache.LastId.Should().BeNull();
    }

    [Test]
    public void More_texts_than_fit_are_forgotten_all_at_once()
    {
        string[] many = [.. Enumerable.Range(0, TextCache.Capacity - 2).Select(i => $"text {i}")];
        _cache.Add(many, [.. Enumerable.Range(3, many.Length).Select(i => (long)i)], "stamp");
        Find("a").Should().Contain("a", 1);

        _cache.Add(["one more"], [0], "stamp");
        Find("a").Should().BeEmpty();
    }

    [Test]
    public void Another_stamp_lets_all_be_forgotten() => Find("a", "another").Should().BeEmpty();

    [TestCase(null)]
    [TestCase("another")]
    public void A_last_text_that_is_another_now_lets_all_be_forgotten(string? text)
    {
        _cache.LastId.Should().Be(2);
        _cache.Find(["a"], State("stamp") with { LastTextId = 2, LastText = text }).Should().BeEmpty();
    }

    [Test]
    public void A_last_text_that_is_the_same_lets_nothing_be_forgotten() =>
        _cache
            .Find(["a", "b", "c"], State("stamp") with { LastTextId = 2, LastText = "b" })
            .Should()
            .BeEquivalentTo(new Dictionary<string, long> { ["a"] = 1, ["b"] = 2 });

    [Test]
    public void Texts_stored_under_another_stamp_are_not_remembered()
    {
        _cache.Add(["c"], [3], "another");
        Find("c").Should().BeEmpty();
    }

    private static WriterState State(string stamp) => new(new RollupState(null, null), stamp, IsPartitioned: false);

    private Dictionary<string, long> Find(string text, string stamp = "stamp") => _cache.Find([text], State(stamp));
}
