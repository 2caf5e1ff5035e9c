namespace GigaChat.Usage.Tests;

/// <summary>How long a test waits for what must come before it fails instead of hanging.</summary>
internal static class Patience
{
    private static readonly TimeSpan Most = TimeSpan.FromSeconds(60);

    public static CancellationToken Token => new CancellationTokenSource(Most).Token;

    public static Task Soon(this Task task) => task.WaitAsync(Most);

    public static Task<T> Soon<T>(this Task<T> task) => task.WaitAsync(Most);
}
