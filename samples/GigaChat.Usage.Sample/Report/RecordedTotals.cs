namespace GigaChat.Usage.Sample;

/// <summary>The totals of the database, from which those of a run are calculated.</summary>
/// <param name="Requests">Records.</param>
/// <param name="ReportedTokens">Billed tokens as the API reported them.</param>
/// <param name="EstimatedTokens">Billed tokens estimated for interrupted responses.</param>
internal sealed record RecordedTotals(long Requests, long ReportedTokens, long EstimatedTokens)
{
    public static async Task<RecordedTotals> ReadAsync(IUsageReader reader, CancellationToken cancellationToken)
    {
        var sum = (await reader.AggregateAsync(UsageFilter.All, UsageGrouping.None, cancellationToken))[0];
        return new RecordedTotals(sum.Count, sum.TotalTokens - sum.EstimatedTokens, sum.EstimatedTokens);
    }

    public RecordedTotals Since(RecordedTotals before) =>
        new(
            Requests - before.Requests,
            ReportedTokens - before.ReportedTokens,
            EstimatedTokens - before.EstimatedTokens
        );
}
