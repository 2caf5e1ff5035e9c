using System.Threading.Channels;
using Microsoft.Extensions.Time.Testing;

namespace GigaChat.Usage.Tests;

/// <summary>A clock that stands still until it is told to move, and tells when somebody begins to wait on it.</summary>
internal sealed class TestClock : FakeTimeProvider
{
    private readonly Channel<TimeSpan> _timers = Channel.CreateUnbounded<TimeSpan>();

    public TestClock()
        : base(new DateTimeOffset(2026, 3, 1, 12, 0, 0, TimeSpan.Zero)) { }

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = base.CreateTimer(callback, state, dueTime, period);
        _timers.Writer.TryWrite(dueTime);
        return timer;
    }

    /// <summary>Ends when a wait of such a length has begun, once for each; waits of other lengths are passed
    /// over.</summary>
    public async Task<TimeSpan> WaitBegunAsync(TimeSpan longest, TimeSpan? shortest = null)
    {
        await foreach (var due in _timers.Reader.ReadAllAsync().WithCancellation(Patience.Token))
        {
            if (due <= longest && due >= (shortest ?? longest / 2))
                return due;
        }

        throw new InvalidOperationException("The clock has ended.");
    }
}
