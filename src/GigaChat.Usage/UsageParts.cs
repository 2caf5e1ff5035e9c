using GigaChat.Usage.Pricing;

namespace GigaChat.Usage;

/// <summary>The rule that makes sums of tokens add up: what is known of a total's parts never exceeds it.</summary>
/// <remarks>
/// A cost is linear in the sums of prompt, completion and total. A single record whose parts exceed its total would
/// make the cost of its group
/// too low, even negative, and no sum would show it. So its parts become unknown: the total is what was billed, and is
/// priced as such.
/// </remarks>
internal static class UsageParts
{
    /// <summary>Whether the parts of a total can be parts of it.</summary>
    public static bool Fit(
        long totalTokens,
        long promptTokens,
        long completionTokens,
        long cachedPromptTokens,
        bool isResold
    ) => promptTokens + completionTokens + (isResold ? cachedPromptTokens : 0) <= totalTokens;

    /// <summary>Whether a record's parts can be parts of its total. A reseller's total includes the cached
    /// tokens.</summary>
    public static bool Fit(UsageRecord record) =>
        Fit(
            record.TotalTokens,
            record.PromptTokens ?? 0,
            record.CompletionTokens ?? 0,
            record.CachedPromptTokens ?? 0,
            ModelName.IsResold(record.Model)
        );

    /// <summary>The record without parts that exceed its total.</summary>
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
