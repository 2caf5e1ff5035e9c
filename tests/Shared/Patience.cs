using System.Globalization;

namespace GigaChat.Usage.Tests;

/// <summary>How long a test waits for what must come before it fails instead of hanging: a minute, or the seconds in
/// GIGACHAT_USAGE_TEST_PATIENCE, as under mutation, where much of what must come never does.</summary>
internal static class Patience
{
    private static readonly TimeSpan Most = TimeSpan.FromSeconds(
        int.TryParse(
            Environment.GetEnvironmentVariable("GIGACHAT_USAGE_TEST_PATIENCE"),
            CultureInfo.InvariantCulture,
            out var seconds
        )
            ? seconds
            : 60
    );

    public static CancellationToken Token => new CancellationTokenSource(Most).Token;

    public static Task Soon(this Task task) => task.WaitAsync(Most);

    public static Task<T> Soon<T>(this Task<T> task) => task.WaitAsync(Most);
}
