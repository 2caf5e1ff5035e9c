using GigaChat.Usage.Capture;
using GigaChat.Usage.Recording;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace GigaChat.Usage.Alerts;

/// <summary>The services that rules read; those that the application does not have are null.</summary>
internal sealed class AlertServices(IServiceProvider services)
{
    public GigaChatTokenUsage Usage { get; } = services.GetRequiredService<GigaChatTokenUsage>();

    public TimeProvider Time { get; } = services.GetRequiredService<TimeProvider>();

    public GigaChatBudgets? Budgets { get; } = services.GetService<GigaChatBudgets>();

    public GigaChatTokenPackages? Packages { get; } = services.GetService<GigaChatTokenPackages>();

    public GigaChatBalance? Balance { get; } = services.GetService<GigaChatBalance>();

    public IReadOnlyList<TokenPackage> TokenPackages { get; } = [.. services.GetServices<TokenPackage>()];

    public IUsageRecorder Recorder { get; } = services.GetRequiredService<IUsageRecorder>();

    public UsageDeadLetters DeadLetters { get; } = services.GetRequiredService<UsageDeadLetters>();

    public GigaChatUsageOptions Options { get; } = services.GetRequiredService<IOptions<GigaChatUsageOptions>>().Value;

    /// <summary>The capture. Its creation needs a store and gates, so it is created for a rule that reads it.</summary>
    public UsageCapture Capture => services.GetRequiredService<UsageCapture>();

    public CaptureFailures CaptureFailures => services.GetRequiredService<CaptureFailures>();
}
