using Microsoft.Extensions.DependencyInjection;

namespace GigaChat.Usage;

/// <summary>The clock of time limits, which protect a waiting caller, page, start, stop or write.</summary>
/// <remarks>
/// It is the machine's clock and not the application's <see cref="TimeProvider"/>: the waiting takes real time, and
/// under a clock that does not advance, as in tests and simulations, it would never end. Periods, schedules and pauses
/// follow the application's clock. Tests of the limits themselves register another one.
/// </remarks>
/// <param name="time">The clock.</param>
/// <param name="processor">Gets the processor time of the process; null for none, as if it only waited.</param>
internal sealed class TimeLimitClock(TimeProvider time, Func<TimeSpan>? processor = null)
{
    public static TimeProvider Of(IServiceProvider services) =>
        services.GetService<TimeLimitClock>()?.Time ?? TimeProvider.System;

    /// <summary>Gets the function that returns the processor time of this process.</summary>
    public static Func<TimeSpan> ProcessorOf(IServiceProvider services) =>
        services.GetService<TimeLimitClock>() is { } clock
            ? clock.Processor ?? (static () => TimeSpan.Zero)
            : static () => Environment.CpuUsage.TotalTime;

    private Func<TimeSpan>? Processor { get; } = processor;

    private TimeProvider Time { get; } = time;
}
