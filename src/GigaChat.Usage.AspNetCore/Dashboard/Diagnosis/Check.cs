namespace GigaChat.Usage.AspNetCore;

/// <summary>A part of the diagnostics: the codes of its findings, and what it means that there are none.</summary>
/// <param name="First">The first code.</param>
/// <param name="Last">The last code.</param>
/// <param name="Passed">What is well where there is no finding, in the viewer's language.</param>
internal sealed record Check(string First, string Last, Func<PageText, string> Passed)
{
    public static IReadOnlyList<Check> All { get; } =
    [
        new(UsageFindingCode.OptionsWrong, UsageFindingCode.CannotBeBuilt, static text => text.OptionsPassed),
        new(UsageFindingCode.RetryInside, UsageFindingCode.CallsNotTracked, static text => text.ClientsPassed),
        new(UsageFindingCode.TotalDiffers, UsageFindingCode.StreamsWithoutUsage, static text => text.ResponsesPassed),
        new(UsageFindingCode.DroppedQueueFull, UsageFindingCode.NotJournaled, static text => text.RecordingPassed),
        new(UsageFindingCode.StoreFails, UsageFindingCode.ReplicaLags, static text => text.StorePassed),
        new(UsageFindingCode.PriceMissing, UsageFindingCode.ManyEstimates, static text => text.PricesPassed)
        {
            NeedsStore = true,
        },
        new(UsageFindingCode.NoTimeZones, UsageFindingCode.OtherTimeZone, static text => text.TimeZonesPassed)
        {
            NeedsStore = true,
        },
        new(UsageFindingCode.BudgetsOpen, UsageFindingCode.BudgetsBlind, static text => text.BudgetsPassed),
    ];

    /// <summary><c>true</c> if it is made only where the store can be read; otherwise, <c>false</c>.</summary>
    public bool NeedsStore { get; private init; }

    /// <summary>Gets the parts without a finding. Nothing is known to be well where the examination itself
    /// failed.</summary>
    public static IEnumerable<Check> PassedBy(UsageDiagnosis diagnosis)
    {
        var codes = diagnosis.Findings.Select(static finding => finding.Code).ToHashSet(StringComparer.Ordinal);
        if (codes.Contains(UsageFindingCode.ExaminationFailed) || codes.Contains(UsageFindingCode.OptionsWrong))
            return [];
        var isReadable = !codes.Overlaps([
            UsageFindingCode.StoreUnreadable,
            UsageFindingCode.StoreAnswersNothing,
            UsageFindingCode.SchemaMissing,
        ]);
        return All.Where(check => !codes.Any(check.Has) && (isReadable || !check.NeedsStore));
    }

    private bool Has(string code) => string.CompareOrdinal(code, First) >= 0 && string.CompareOrdinal(code, Last) <= 0;
}
