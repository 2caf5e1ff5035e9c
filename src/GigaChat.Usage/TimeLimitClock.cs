using Microsoft.Extensions.DependencyInjection;

namespace GigaChat.Usage;

/// <summary>The clock of time limits, which guard somebody who waits: a caller, a page, a start, a stop, a
/// write.</summary>
/// <remarks>
/// It is the machine's and not the application's <see cref="TimeProvider"/>: what they wait for takes real time, and
/// under a clock that
/// stands still, as in tests and simulations, they would wait for ever. Periods, schedules and pauses follow the
/// application's clock.
/// Tests of the limits themselves register one of their own.
/// </remarks>
internal sealed class TimeLimitClock(TimeProvider time)
{
    public static TimeProvider Of(IServiceProvider services) =>
        services.GetService<TimeLimitClock>()?.Time ?? TimeProvider.System;

    private TimeProvider Time { get; } = time;
}
