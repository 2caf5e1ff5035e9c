using System.Globalization;

namespace GigaChat.Usage;

/// <summary>A position in a list ordered by creation and id, newest first: that of a record.</summary>
/// <param name="CreatedAt">The record's <see cref="UsageRecord.CreatedAt"/>.</param>
/// <param name="Id">The record's <see cref="UsageRecord.Id"/>.</param>
public readonly record struct UsageCursor(DateTimeOffset CreatedAt, Guid Id)
{
    /// <summary>
    /// Formats the cursor for a URL: microseconds since 1970 and the id, <c>1768996171000000-0192f0c1…</c>.
    /// </summary>
    public override string ToString() =>
        string.Create(
            CultureInfo.InvariantCulture,
            $"{(CreatedAt.UtcTicks - DateTimeOffset.UnixEpoch.Ticks) / TimeSpan.TicksPerMicrosecond}-{Id:N}"
        );

    /// <summary>Parses the text of <see cref="ToString"/>.</summary>
    /// <param name="text">The text.</param>
    /// <param name="cursor">The cursor, when the text is one.</param>
    public static bool TryParse(string? text, out UsageCursor cursor)
    {
        cursor = default;
        var dash = text?.LastIndexOf('-') ?? -1;
        if (
            dash <= 0
            || !long.TryParse(
                text.AsSpan(0, dash),
                NumberStyles.AllowLeadingSign,
                CultureInfo.InvariantCulture,
                out var microseconds
            )
            || !Guid.TryParseExact(text.AsSpan(dash + 1), "N", out var id)
            || Math.Abs((decimal)microseconds)
                > (DateTimeOffset.MaxValue - DateTimeOffset.UnixEpoch).Ticks / TimeSpan.TicksPerMicrosecond
            || microseconds < (DateTimeOffset.MinValue - DateTimeOffset.UnixEpoch).Ticks / TimeSpan.TicksPerMicrosecond
        )
        {
            return false;
        }

        cursor = new UsageCursor(DateTimeOffset.UnixEpoch.AddTicks(microseconds * TimeSpan.TicksPerMicrosecond), id);
        return true;
    }
}
