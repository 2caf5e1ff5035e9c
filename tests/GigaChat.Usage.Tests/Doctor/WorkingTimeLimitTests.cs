using GigaChat.Usage.Diagnostics;
using Microsoft.Extensions.Time.Testing;

namespace GigaChat.Usage.Tests.Doctor;

internal sealed class WorkingTimeLimitTests
{
    private static readonly TimeSpan Length = TimeSpan.FromSeconds(10);

    /// <summary>What a process uses at least that computes: a fiftieth of a processor.</summary>
    private const long Working = TimeSpan.TicksPerSecond / 5;

    /// <summary>The processor time in each length, and how many of them pass before the limit is reached.</summary>
    [TestCase(0, 1)]
    [TestCase(Working - 1, 1)]
    [TestCase(Working, 6)]
    public void A_process_that_computes_gets_six_times_the_limit(long ticks, int lengths)
    {
        var clock = new FakeTimeProvider();
        var used = TimeSpan.FromHours(1);
        using var limit = new WorkingTimeLimit(Length, clock, () => used);

        for (var passed = 1; passed <= lengths; passed++)
        {
            limit.Token.IsCancellationRequested.Should().BeFalse();
            used += TimeSpan.FromTicks(ticks);
            clock.Advance(Length);
        }

        limit.Token.IsCancellationRequested.Should().BeTrue();
    }

    [Test]
    public void A_process_that_stops_to_compute_gets_the_rest_of_the_length()
    {
        var clock = new FakeTimeProvider();
        var used = TimeSpan.Zero;
        using var limit = new WorkingTimeLimit(Length, clock, () => used);

        used += Length;
        clock.Advance(Length);
        limit.Token.IsCancellationRequested.Should().BeFalse();
        clock.Advance(Length);
        limit.Token.IsCancellationRequested.Should().BeTrue();
    }

    [Test]
    public void A_limit_that_is_over_looks_at_nothing_any_more()
    {
        var clock = new FakeTimeProvider();
        var looked = 0;
        var limit = new WorkingTimeLimit(Length, clock, () =>
        {
            looked++;
            return TimeSpan.Zero;
        });
        var token = limit.Token;

        limit.Dispose();
        clock.Advance(Length * 2);

        looked.Should().Be(1, "it looks when it begins");
        token.IsCancellationRequested.Should().BeFalse();
        FluentActions.Invoking(() => token.WaitHandle).Should().Throw<ObjectDisposedException>();
    }
}
