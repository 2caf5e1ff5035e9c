using System.Diagnostics.Metrics;
using Microsoft.Extensions.Logging;

namespace GigaChat.Usage;

/// <summary>The options of a <see cref="UsageRecorder"/> that is created without services.</summary>
public sealed class UsageRecorderOptions
{
    /// <summary>The options of tracking, of which the recorder uses those of the queue, the journal and
    /// writing.</summary>
    /// <value>The default is an instance with default values.</value>
    public GigaChatUsageOptions Tracking { get; init; } = new();

    /// <summary>The clock of delays between writes. Timeouts always use the system clock.</summary>
    /// <value>The default is <see cref="TimeProvider.System"/>.</value>
    public TimeProvider TimeProvider { get; init; } = TimeProvider.System;

    /// <summary>The logger of failures.</summary>
    /// <value>The default is null: nothing is logged.</value>
    public ILogger<UsageRecorder>? Logger { get; init; }

    /// <summary>The factory that creates the meter <see cref="GigaChatUsageMeter.Name"/>.</summary>
    /// <value>The default is null: the recorder creates its own meter.</value>
    public IMeterFactory? MeterFactory { get; init; }
}
