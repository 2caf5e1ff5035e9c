namespace GigaChat.Usage.EntityFrameworkCore;

/// <summary>What the counts of one histogram in a row have in common.</summary>
/// <param name="IsFirstToken"><c>true</c> for times to the first token; <c>false</c> for durations.</param>
/// <param name="IsBatch">The records' <see cref="UsageRecord.IsBatch"/>.</param>
/// <param name="Source">The records' source.</param>
/// <param name="Outcome">The records' outcome.</param>
internal readonly record struct LatencySection(
    bool IsFirstToken,
    bool IsBatch,
    UsageSource Source,
    UsageOutcome Outcome
)
{
    /// <summary>The number that is stored: never renumber.</summary>
    public int Number => (IsFirstToken ? 1 : 0) | (IsBatch ? 2 : 0) | (((int)Source & 15) << 2) | ((int)Outcome << 6);

    public static LatencySection Of(int number) =>
        new((number & 1) != 0, (number & 2) != 0, (UsageSource)((number >> 2) & 15), (UsageOutcome)(number >> 6));
}
