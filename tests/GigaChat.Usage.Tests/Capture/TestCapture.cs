using GigaChat.Usage.Capture;

namespace GigaChat.Usage.Tests.Capture;

internal static class TestCapture
{
    /// <summary>Capture as it is without any choice.</summary>
    public static UsageCapture To(IUsageRecorder recorder) =>
        new(
            recorder,
            new GigaChatUsageOptions(),
            new ScriptAwareTokenEstimator(),
            [],
            TimeProvider.System,
            new CaptureFailures(TimeProvider.System)
        );
}
