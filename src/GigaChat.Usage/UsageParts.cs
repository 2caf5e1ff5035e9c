using GigaChat.Usage.Pricing;

namespace GigaChat.Usage;

/// <summary>The rule that makes sums of tokens consistent: the known parts of a total never exceed it.</summary>
/// <remarks>
/// A cost is linear in the sums of prompt, completion and total. A single record with parts that exceed its total would
/// make the cost of its group too low, even negative, and no sum would show it. Therefore its parts become unknown: the
/// total was billed, and is priced as such.
/// </remarks>
internal static class UsageParts
{
    /// <summary>Gets <c>true</c> if the parts of a total do not exceed it; otherwise, <c>false</c>.</summary>
    public static bool Fit(
        long totalTokens,
        long promptTokens,
        long completionTokens,
        long cachedPromptTokens,
        bool isResold
    ) => promptTokens + completionTokens + (isResold ? cachedPromptTokens : 0) <= totalTokens;

    /// <summary>
    /// Gets <c>true</c> if a record's parts do not exceed its total; otherwise, <c>false</c>. A reseller's total
    /// includes the cached tokens.
    /// </summary>
    public static bool Fit(UsageRecord record) =>
        Fit(
            record.TotalTokens,
            record.PromptTokens ?? 0,
            record.CompletionTokens ?? 0,
            record.CachedPromptTokens ?? 0,
            ModelName.IsResold(record.Model)
        );

    /// <summary>Gets the record without parts that exceed its total.</summary>
    public static UsageRecord WithoutExcess(UsageRecord record) =>
        Fit(record)
            ? record
            : record with
            {
                PromptTokens = null,
                CompletionTokens = null,
                CachedPromptTokens = ModelName.IsResold(record.Model) ? null : record.CachedPromptTokens,
            };
}
