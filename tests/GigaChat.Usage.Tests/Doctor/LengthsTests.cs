using GigaChat.Usage.Diagnostics;

namespace GigaChat.Usage.Tests.Doctor;

internal sealed class LengthsTests
{
    private const long Second = TimeSpan.TicksPerSecond;
    private const long Minute = TimeSpan.TicksPerMinute;
    private const long Hour = TimeSpan.TicksPerHour;

    [TestCase(0, "0 seconds")]
    [TestCase(Second, "1 second")]
    [TestCase(Minute - 1, "59 seconds")]
    [TestCase(Minute, "1 minute")]
    [TestCase((2 * Hour) - 1, "119 minutes")]
    [TestCase(2 * Hour, "2 hours")]
    [TestCase((48 * Hour) - 1, "47 hours")]
    [TestCase(48 * Hour, "2 days")]
    [TestCase(2_400 * Hour * 10, "1,000 days")]
    public void A_length_is_told_in_the_largest_unit_of_which_there_are_two_or_in_minutes(long ticks, string words) =>
        Lengths.Words(TimeSpan.FromTicks(ticks)).Should().Be(words);
}
