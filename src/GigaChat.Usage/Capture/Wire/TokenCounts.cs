namespace GigaChat.Usage.Capture;

/// <summary>
/// One <c>usage</c> object of the wire, in the vocabulary of either version; <c>null</c> for a count that was not
/// reported.
/// </summary>
internal struct TokenCounts
{
    /// <summary>
    /// The maximum number of tokens that one call can have spent; a larger number is an error, not a bill.
    /// </summary>
    public const long MaxPlausible = 1_000_000_000;

    public long? Prompt;
    public long? FreshPrompt;
    public long? Completion;
    public long? Cached;
    public long? Total;

    /// <summary>Reasoning tokens, a part of <see cref="Completion"/>.</summary>
    public long? Reasoning;

    /// <summary>
    /// Reasoning tokens that may be a part of <see cref="Completion"/> or beside it; <see cref="Settle"/> decides.
    /// </summary>
    public long? Thought;

    public bool IsImplausible;

    public readonly bool IsEmpty => Prompt is null && FreshPrompt is null && Completion is null && Total is null;

    /// <summary>
    /// The prompt tokens without cached ones. v1 reports exactly that; v2 reports it unambiguously in the details.
    /// </summary>
    public readonly long? BilledPrompt => FreshPrompt ?? Prompt;

    /// <summary>
    /// The reasoning tokens if they can be a part of the completion, as reported; otherwise, <c>null</c>.
    /// </summary>
    public readonly long? ReasoningOfCompletion => Reasoning > Completion ? null : Reasoning;

    /// <summary>
    /// The tokens that the provider bills: its own total, and the sum of the parts only if it reports none.
    /// </summary>
    public readonly long BilledTotal => Total ?? ((BilledPrompt ?? 0) + (Completion ?? 0));

    /// <summary>
    /// <c>true</c> if the total is the sum of the reported parts; otherwise, <c>false</c>. v1 and v2 do not count
    /// cached tokens as part of the prompt, gateways may do so.
    /// </summary>
    public readonly bool AddsUp =>
        Total is not { } total
        || Completion is not { } completion
        || BilledPrompt is not { } billed
        || total == billed + completion
        || total == Prompt + completion;

    /// <summary>
    /// Converts counts in which the prompt includes the cached tokens to disjoint counts; the total remains the billed
    /// one.
    /// </summary>
    public readonly TokenCounts WithoutCachedInPrompt() =>
        FreshPrompt is null && Prompt is { } prompt && Cached is { } cached && cached <= prompt
            ? this with
            {
                FreshPrompt = prompt - cached,
                Total = BilledTotal,
            }
            : this;

    public void Set(WireField field, long? value)
    {
        if (value is null or > MaxPlausible)
        {
            IsImplausible = true;
            return;
        }

        switch (field)
        {
            case WireField.PromptTokens:
                Prompt = value;
                break;
            case WireField.FreshPromptTokens:
                FreshPrompt = value;
                break;
            case WireField.CompletionTokens:
                Completion = value;
                break;
            case WireField.CachedTokens:
                Cached = value;
                break;
            case WireField.TotalTokens:
                Total = value;
                break;
            case WireField.ReasoningTokens:
                Reasoning = value;
                break;
            case WireField.ThoughtTokens:
                Thought = value;
                break;
        }
    }

    /// <summary>Completes the usage object: includes thoughts that were counted separately in the completion.</summary>
    public void Settle()
    {
        if (Thought is not { } thought)
            return;
        Thought = null;
        Reasoning = thought;

        // Google counts thoughts in addition to the candidates. A gateway that copies the completion of GigaChat
        // includes them: its total is the sum without them.
        if (Completion is not { } completion)
            Completion = thought;
        else if (Total is not { } total || total != (Prompt ?? 0) + completion)
            Completion = completion + thought;
    }

    /// <summary>Replaces earlier counts with those of a later usage object of the same response.</summary>
    public void Update(in TokenCounts later)
    {
        Prompt = later.Prompt ?? Prompt;
        FreshPrompt = later.FreshPrompt ?? FreshPrompt;
        Completion = later.Completion ?? Completion;
        Cached = later.Cached ?? Cached;
        Total = later.Total ?? Total;
        Reasoning = later.Reasoning ?? Reasoning;
        IsImplausible |= later.IsImplausible;
    }

    public void Add(in TokenCounts other)
    {
        Total = BilledTotal + other.BilledTotal;
        Prompt = Sum(BilledPrompt, other.BilledPrompt);
        FreshPrompt = null;
        Completion = Sum(Completion, other.Completion);
        Cached = Sum(Cached, other.Cached);
        Reasoning = Sum(Reasoning, other.Reasoning);
        IsImplausible |= other.IsImplausible;
    }

    private static long? Sum(long? left, long? right) =>
        left is null && right is null ? null : (left ?? 0) + (right ?? 0);
}
