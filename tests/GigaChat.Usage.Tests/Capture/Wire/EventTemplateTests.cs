using System.Text;
using GigaChat.Usage.Capture;

namespace GigaChat.Usage.Tests.Capture.Wire;

/// <summary>Which events differ from the one before in nothing but their text.</summary>
[TestFixture]
internal sealed class EventTemplateTests
{
    private const string Before = "data: {\"delta\":{\"content\":\"";
    private const string After = "\"}}\n\n";

    private static EventTemplate Learned(string before = Before, string text = "Во", string after = After)
    {
        var template = new EventTemplate();
        var start = Encoding.UTF8.GetByteCount(before);
        template.Learn(
            Encoding.UTF8.GetBytes(before + text + after),
            start..(start + Encoding.UTF8.GetByteCount(text))
        );
        return template;
    }

    private static (string Text, int Length)? Match(EventTemplate template, string stream) =>
        template.TryMatch(Encoding.UTF8.GetBytes(stream), out var text, out var length)
            ? (Encoding.UTF8.GetString(text), length)
            : null;

    [TestCase("семь")]
    [TestCase("")]
    [TestCase("a longer text than the one before")]
    public void The_same_with_another_text(string text)
    {
        var whole = Before + text + After;

        Match(Learned(), whole).Should().Be((text, Encoding.UTF8.GetByteCount(whole)));
        Match(Learned(), whole + "data: {\"next\":1}\n\n").Should().Be((text, Encoding.UTF8.GetByteCount(whole)));
    }

    [TestCase("data: {\"delta\":{\"content\":\"сем")]
    [TestCase("data: {\"delta\":{\"content\":\"семь\"}}\n")]
    [TestCase("data: {\"delta\":{\"content\":\"семь\"},\"usage\":1}\n\n")]
    [TestCase("data: {\"delta\":{\"CONTENT\":\"семь\"}}\n\n")]
    [TestCase("data: {\"delta\":{\"content\":\"\\u0441\"}}\n\n")]
    [TestCase("data: [DONE]\n\n")]
    [TestCase("")]
    public void Anything_else_is_read_anew(string stream) => Match(Learned(), stream).Should().BeNull();

    [Test]
    public void Nothing_matches_before_the_first_event_and_after_forgetting()
    {
        Match(new EventTemplate(), Before + "a" + After).Should().BeNull();
        Match(new EventTemplate(), "\"").Should().BeNull();

        var template = Learned();
        template.Forget();
        Match(template, Before + "a" + After).Should().BeNull();
    }

    [TestCase(1024, true)]
    [TestCase(1025, false)]
    public void What_stands_around_the_text_may_take_a_kilobyte(int length, bool matches)
    {
        var before = Before.PadLeft(length - After.Length, ' ');

        Match(Learned(before), before + "семь" + After).HasValue.Should().Be(matches);
    }

    [Test]
    public void An_event_too_long_to_keep_takes_the_place_of_the_one_before()
    {
        var template = Learned();
        template.Learn(
            Encoding.UTF8.GetBytes(Before + "a" + After + new string(' ', 2000)),
            Before.Length..(Before.Length + 1)
        );

        Match(template, Before + "a" + After).Should().BeNull();
    }
}
