using System.Globalization;

namespace GigaChat.Usage.Benchmarks.Reliability.Chaos;

/// <summary>A clock that is the number of hours in a file ahead of the machine's; its timers and timestamps are the
/// machine's.</summary>
internal sealed class SteppedClock(string path) : TimeProvider
{
    private static readonly TimeSpan ReadsEvery = TimeSpan.FromMilliseconds(100);

    private readonly Lock _gate = new();
    private long _read = long.MinValue;
    private TimeSpan _offset;

    public static void Set(string path, TimeSpan offset) =>
        File.WriteAllText(path, offset.TotalHours.ToString("R", CultureInfo.InvariantCulture));

    public override DateTimeOffset GetUtcNow()
    {
        lock (_gate)
        {
            if (_read == long.MinValue || System.GetElapsedTime(_read) > ReadsEvery)
            {
                _read = System.GetTimestamp();
                try
                {
                    _offset = TimeSpan.FromHours(double.Parse(File.ReadAllText(path), CultureInfo.InvariantCulture));
                }
                catch (Exception error) when (error is IOException or FormatException)
                {
                    // The file is being written: the offset stays what it was.
                }
            }

            return System.GetUtcNow() + _offset;
        }
    }
}
