using CsCheck;

namespace GigaChat.Usage.Budgets.Tests.Limits;

/// <summary>A use counts for at least the window and for at most a step of it longer.</summary>
internal sealed class RollingUseTests
{
    private const int Steps = RollingUse.Steps;

    private static readonly TimeSpan Window = TimeSpan.FromTicks(64 * 10);
    private static readonly TimeSpan Step = Window / Steps;

    /// <summary>Ticks between two events, and what is used.</summary>
    private static readonly Gen<(int Wait, int Amount)[]> Uses = Gen.Select(Gen.Int[0, 300], Gen.Int[0, 9]).Array[
        1,
        40
    ];

    [Test]
    public void What_counts_is_what_was_used_in_the_steps_of_the_window() =>
        Uses.Sample(uses =>
        {
            var rolling = new RollingUse(Window);
            var all = new List<(TimeSpan At, int Amount)>();
            var now = TimeSpan.FromTicks(-1_000);
            foreach (var (wait, amount) in uses)
            {
                now += TimeSpan.FromTicks(wait);
                rolling.Add(amount, now);
                all.Add((now, amount));
                rolling.At(now).Should().Be(Sum(all, now));
            }
        });

    [Test]
    public void The_oldest_use_falls_out_at_the_moment_that_is_told_and_not_before() =>
        Uses.Sample(uses =>
        {
            var rolling = new RollingUse(Window);
            var now = TimeSpan.Zero;
            foreach (var (wait, amount) in uses)
            {
                now += TimeSpan.FromTicks(wait);
                rolling.Add(amount, now);
            }

            var used = rolling.At(now);
            while (rolling.FreeAt(now) is { } free)
            {
                free.Should().BeGreaterThan(now);
                rolling.At(free - TimeSpan.FromTicks(1)).Should().Be(used);
                now = free;
                used.Should().BeGreaterThan(rolling.At(now));
                used = rolling.At(now);
            }

            used.Should().Be(0);
        });

    [Test]
    public void A_use_counts_through_its_window_and_the_rest_of_its_step()
    {
        var rolling = new RollingUse(Window);
        rolling.Add(7, Step * 2);

        rolling.At(Step * 2).Should().Be(7);
        rolling.At((Step * 3) + Window - TimeSpan.FromTicks(1)).Should().Be(7);
        rolling.FreeAt(Step * 2).Should().Be((Step * 3) + Window);
        rolling.At((Step * 3) + Window).Should().Be(0);
        rolling.FreeAt((Step * 3) + Window).Should().BeNull();
    }

    [Test]
    public void A_window_shorter_than_its_steps_counts()
    {
        var rolling = new RollingUse(TimeSpan.FromTicks(3));
        rolling.Add(7, TimeSpan.FromTicks(10));
        rolling.At(TimeSpan.FromTicks(13)).Should().Be(7);
    }

    private static long Sum(List<(TimeSpan At, int Amount)> uses, TimeSpan now)
    {
        var oldest = StepOf(now) - Steps;
        return uses.Where(use => StepOf(use.At) >= oldest).Sum(static use => use.Amount);
    }

    private static long StepOf(TimeSpan at) => (long)Math.Floor((double)at.Ticks / Step.Ticks);
}
