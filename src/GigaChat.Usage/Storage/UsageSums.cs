namespace GigaChat.Usage.Storage;

/// <summary>The sums of records, for groups and for scopes. Not safe for concurrent use.</summary>
internal struct UsageSums
{
    private long _count;
    private long _calls;
    private long _prompt;
    private long _completion;
    private long _cached;
    private long _total;
    private long _estimated;

    public void Add(UsageRecord record)
    {
        _count++;
        _calls += record.Attempt == 1 ? 1 : 0;
        _prompt += record.PromptTokens ?? 0;
        _completion += record.CompletionTokens ?? 0;
        _cached += record.CachedPromptTokens ?? 0;
        _total += record.TotalTokens;
        _estimated += record.Source == UsageSource.Estimated ? record.TotalTokens : 0;
    }

    /// <exception cref="OverflowException">A sum is too large.</exception>
    public void Add(in UsageSums other)
    {
        checked
        {
            _count += other._count;
            _calls += other._calls;
            _prompt += other._prompt;
            _completion += other._completion;
            _cached += other._cached;
            _total += other._total;
            _estimated += other._estimated;
        }
    }

    /// <exception cref="OverflowException">A sum is too large.</exception>
    public void Add(UsageGroup group)
    {
        checked
        {
            _count += group.Count;
            _calls += group.Calls;
            _prompt += group.PromptTokens;
            _completion += group.CompletionTokens;
            _cached += group.CachedPromptTokens;
            _total += group.TotalTokens;
            _estimated += group.EstimatedTokens;
        }
    }

    /// <summary>Gets a group with these sums.</summary>
    /// <param name="key">The group with the values that the records have in common.</param>
    public readonly UsageGroup In(UsageGroup key) =>
        key with
        {
            Count = _count,
            Calls = _calls,
            PromptTokens = _prompt,
            CompletionTokens = _completion,
            CachedPromptTokens = _cached,
            TotalTokens = _total,
            EstimatedTokens = _estimated,
        };
}
