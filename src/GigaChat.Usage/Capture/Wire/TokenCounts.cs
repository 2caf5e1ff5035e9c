namespace GigaChat.Usage.Capture;

/// <summary>One <c>usage</c> object of the wire, in the vocabulary of either version; null is what the wire did not
/// say.</summary>
internal struct TokenCounts
{
    /// <summary>More tokens than any one call can have spent; what is above is a broken number, not a bill.</summary>
    public const long MaxPlausible = 1_000_000_000;

    public long? Prompt;
    public long? FreshPrompt;
    public long? Completion;
    public long? Cached;
    public long? Total;

    /// <summary>Reasoning tokens, a part of <see cref="Completion"/>.</summary>
    public long? Reasoning;

    /// <summary>Reasoning tokens that may be a part of <see cref="Completion"/> or beside it; <see cref="Settle"/>
    /// decides.</summary>
    public long? Thought;

    public bool IsImplausible;

    public readonly bool IsEmpty => Prompt is null && FreshPrompt is null && Completion is null && Total is null;

    /// <summary>Prompt tokens without cached ones. v1 reports just that; v2 says it in the details, where it is not in
    /// doubt.</summary>
    public readonly long? BilledPrompt => FreshPrompt ?? Prompt;

    /// <summary>Reasoning tokens where they can be what they are said to be, a part of the completion; else
    /// unknown.</summary>
    public readonly long? ReasoningOfCompletion => Reasoning > Completion ? null : Reasoning;

    /// <summary>What the provider bills: its own total, and the sum of the parts only where it names none.</summary>
    public readonly long BilledTotal => Total ?? ((BilledPrompt ?? 0) + (Completion ?? 0));

    /// <summary>Whether the total is the sum of its parts, as far as they are told: v1 and v2 leave cached tokens out
    /// of the prompt's, gateways may count them in.</summary>
    public readonly bool AddsUp =>
        Total is not { } total
        || Completion is not { } completion
        || BilledPrompt is not { } billed
        || total == billed + completion
        || total == Prompt + completion;

    /// <summary>The same counts where the prompt includes the cached tokens, made disjoint; the total stays what is
    /// billed.</summary>
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

    /// <summary>The usage object is whole: makes thoughts that were counted beside the completion a part of
    /// it.</summary>
    public void Settle()
    {
        if (Thought is not { } thought)
            return;
        Thought = null;
        Reasoning = thought;

        // Google counts thoughts beside the candidates. A gateway that copies GigaChat's completion has them within:
        // its
        // total is the sum without them.
        if (Completion is not { } completion)
            Completion = thought;
        else if (Total is not { } total || total != (Prompt ?? 0) + completion)
            Completion = completion + thought;
    }

    /// <summary>Takes what a later usage object of the same response reports in place of what was reported
    /// before.</summary>
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
