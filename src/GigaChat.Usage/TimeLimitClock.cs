using Microsoft.Extensions.DependencyInjection;

namespace GigaChat.Usage;

/// <summary>The clock of time limits, which protect a waiting caller, page, start, stop or write.</summary>
/// <remarks>
/// It is the machine's clock and not the application's <see cref="TimeProvider"/>: the waiting takes real time, and
/// under a clock that does not advance, as in tests and simulations, it would never end. Periods, schedules and pauses
/// follow the application's clock. Tests of the limits themselves register another one.
/// </remarks>
internal sealed class TimeLimitClock(TimeProvider time)
{
    public static TimeProvider Of(IServiceProvider services) =>
        services.GetService<TimeLimitClock>()?.Time ?? TimeProvider.System;

    private TimeProvider Time { get; } = time;
}
