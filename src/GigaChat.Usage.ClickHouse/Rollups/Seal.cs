using System.Globalization;
using System.Security.Cryptography;

namespace GigaChat.Usage.ClickHouse;

/// <summary>One set of rows of a day's rollups, which counts once it is committed and while none is newer.</summary>
/// <param name="Day">The day.</param>
/// <param name="Number">The number that its rows carry.</param>
/// <param name="SealedAt">The moment by the server's clock, in microseconds, up to which it has the day's
/// records.</param>
/// <param name="CommittedAt">The moment of its commit; 0 before it.</param>
/// <param name="Rows">The number of its rows.</param>
/// <param name="Zone">The time zone of the day.</param>
internal sealed record Seal(int Day, string Number, long SealedAt, long CommittedAt, long Rows, string Zone)
{
    private const int TimeDigits = 13;
    private const int RandomDigits = 7;

    /// <summary>Creates the number of a seal: the server's time in microseconds, then random digits.</summary>
    public static string NewNumber(long now) =>
        now.ToString($"x{TimeDigits}", CultureInfo.InvariantCulture)
        + RandomNumberGenerator.GetHexString(RandomDigits, lowercase: true);

    /// <summary>Gets the moment at which the number was created, before its first row was written.</summary>
    public long CreatedAt => CreatedAtOf(Number);

    /// <summary>Gets the moment at which a number was created.</summary>
    public static long CreatedAtOf(string number) =>
        long.Parse(number.AsSpan(0, TimeDigits), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture);

    /// <summary>
    /// Gets <c>true</c> if this seal counts and another one of the day does not: it has later records, or it was made
    /// later of the same; otherwise, <c>false</c>. When they were committed does not matter.
    /// </summary>
    public bool IsNewerThan(Seal other) =>
        SealedAt != other.SealedAt ? SealedAt > other.SealedAt : string.CompareOrdinal(Number, other.Number) > 0;
}
