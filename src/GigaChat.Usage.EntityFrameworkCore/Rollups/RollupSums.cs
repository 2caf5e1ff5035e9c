using GigaChat.Usage.Storage;

namespace GigaChat.Usage.EntityFrameworkCore;

/// <summary>The sums of a rollup row, or the additions of a batch to them.</summary>
internal sealed record RollupSums
{
    public long Count { get; set; }

    public long Calls { get; set; }

    public long PromptTokens { get; set; }

    public long CompletionTokens { get; set; }

    public long CachedPromptTokens { get; set; }

    public long TotalTokens { get; set; }

    public long EstimatedTokens { get; set; }

    public string NameStamp { get; set; } = "";

    public void Add(UsageRecord record)
    {
        Count++;
        Calls += record.Attempt == 1 ? 1 : 0;
        PromptTokens += record.PromptTokens ?? 0;
        CompletionTokens += record.CompletionTokens ?? 0;
        CachedPromptTokens += record.CachedPromptTokens ?? 0;
        TotalTokens += record.TotalTokens;
        EstimatedTokens += record.Source == UsageSource.Estimated ? record.TotalTokens : 0;
    }

    /// <exception cref="OverflowException">A sum is too large.</exception>
    public void Add(RollupSums sums)
    {
        checked
        {
            Count += sums.Count;
            Calls += sums.Calls;
            PromptTokens += sums.PromptTokens;
            CompletionTokens += sums.CompletionTokens;
            CachedPromptTokens += sums.CachedPromptTokens;
            TotalTokens += sums.TotalTokens;
            EstimatedTokens += sums.EstimatedTokens;
        }

        Offer(sums.NameStamp);
    }

    /// <summary>Gets a group with these sums.</summary>
    /// <param name="key">The group with the values that the records have in common.</param>
    public UsageGroup In(UsageGroup key) =>
        key with
        {
            Count = Count,
            Calls = Calls,
            PromptTokens = PromptTokens,
            CompletionTokens = CompletionTokens,
            CachedPromptTokens = CachedPromptTokens,
            TotalTokens = TotalTokens,
            EstimatedTokens = EstimatedTokens,
        };

    public void Offer(string stamp)
    {
        if (CodePointComparer.Instance.Compare(stamp, NameStamp) > 0)
            NameStamp = stamp;
    }
}
