using GigaChat.Usage.Capture;
using Microsoft.Extensions.DependencyInjection;

namespace GigaChat.Usage.Capture;

/// <summary>Gets the capture of the application with its first tracked call, and not while a client is built.</summary>
/// <remarks>
/// An enricher, a store, an estimator or a log may itself use a client of the factory. If they were created while a
/// client is built, no client could be built.
/// </remarks>
internal sealed class CaptureSource(IServiceProvider services)
{
    private static readonly TimeSpan TriedAgainAfter = TimeSpan.FromSeconds(10);

    [ThreadStatic]
    private static bool _isResolving;

    private UsageCapture? _capture;
    private long _failedAt;

    /// <summary>
    /// Gets the capture; <c>null</c> if it cannot be created, which is counted and logged: the call continues
    /// untracked.
    /// </summary>
    public UsageCapture? Get() => Volatile.Read(ref _capture) ?? Resolve();

    private UsageCapture? Resolve()
    {
        // A service that calls GigaChat during its creation would wait for itself.
        if (_isResolving)
            return null;
        var failedAt = Interlocked.Read(ref _failedAt);
        if (failedAt != 0 && TimeProvider.System.GetElapsedTime(failedAt) < TriedAgainAfter)
        {
            Count(null);
            return null;
        }

        _isResolving = true;
        try
        {
            return _capture = services.GetRequiredService<UsageCapture>();
        }
        catch (Exception error)
        {
            Interlocked.Exchange(ref _failedAt, TimeProvider.System.GetTimestamp());
            Count(error);
            return null;
        }
        finally
        {
            _isResolving = false;
        }
    }

    private void Count(Exception? error)
    {
        try
        {
            services.GetRequiredService<CaptureFailures>().Add(CaptureFailure.Internal, error);
        }
        catch (Exception)
        {
            // The services are disposed, including all that could count the failure.
        }
    }
}
