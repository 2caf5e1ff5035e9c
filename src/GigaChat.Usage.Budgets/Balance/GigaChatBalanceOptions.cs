using Microsoft.Extensions.Logging;

namespace GigaChat.Usage;

/// <summary>The options of a <see cref="GigaChatBalance"/> that is created without services.</summary>
public sealed class GigaChatBalanceOptions
{
    /// <summary>The recorder to flush before a comparison.</summary>
    /// <value>The default is null: records that wait are not compared.</value>
    public IUsageRecorder? Recorder { get; init; }

    /// <summary>The prepaid packages: one that is bought or expires between two snapshots raises no alert.</summary>
    /// <value>The default is none.</value>
    public IReadOnlyList<TokenPackage> Packages { get; init; } = [];

    /// <summary>The logger of alerts.</summary>
    /// <value>The default is null: nothing is logged.</value>
    public ILogger<GigaChatBalance>? Logger { get; init; }
}
