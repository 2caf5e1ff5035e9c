using GigaChat.Usage.Queries;

namespace GigaChat.Usage;

/// <summary>The part of a change of cost that one group made, such as a user or a model.</summary>
public sealed class UsageChange
{
    internal UsageChange() { }

    /// <summary>The key of the group; the others are null. Without a key: calls that have none, see
    /// <see cref="IsRemainder"/>.</summary>
    public required UsageGroup Keys { get; init; }

    /// <summary>
    /// <c>true</c> for the part of the change that no group explains, because the records of a period have been deleted
    /// or changed during the query; otherwise, <c>false</c>.
    /// </summary>
    public bool IsRemainder { get; init; }

    /// <summary>The cost in the period, in rubles.</summary>
    public required decimal Rubles { get; init; }

    /// <summary>The cost in the period that it is compared with, in rubles.</summary>
    public required decimal RublesBefore { get; init; }

    /// <summary>The difference in rubles; negative where less was spent.</summary>
    public decimal Difference => Rubles - RublesBefore;

    /// <summary>The number of billed tokens in the period.</summary>
    public required long Tokens { get; init; }

    /// <summary>The number of billed tokens in the period that it is compared with.</summary>
    public required long TokensBefore { get; init; }

    /// <summary>The number of calls in the period.</summary>
    public required long Calls { get; init; }

    /// <summary>The number of calls in the period that it is compared with.</summary>
    public required long CallsBefore { get; init; }

    /// <summary>Gets the key of one dimension as text; null for calls without one.</summary>
    /// <summary>The part of <see cref="Tokens"/> without a price.</summary>
    internal long UnpricedTokens { get; init; }

    /// <summary>The part of <see cref="TokensBefore"/> without a price.</summary>
    internal long UnpricedTokensBefore { get; init; }

    internal string? KeyOf(UsageDimensions dimension) =>
        dimension switch
        {
            UsageDimensions.Operation => Keys.Operation?.Value,
            UsageDimensions.Model => Keys.Model,
            UsageDimensions.User => Keys.UserId,
            UsageDimensions.AccessToken => Keys.AccessToken,
            UsageDimensions.AccessTokenType => Keys.AccessTokenType,
            UsageDimensions.Platform => Keys.Platform,
            UsageDimensions.Source => Keys.Source?.ToString(),
            UsageDimensions.Outcome => Keys.Outcome?.ToString(),
            UsageDimensions.Topic => Keys.Topic,
            _ => Keys.GenerationId,
        };

    internal UsageChange Plus(UsageChange other) =>
        new()
        {
            Keys = Keys,
            IsRemainder = IsRemainder,
            Rubles = Rubles + other.Rubles,
            RublesBefore = RublesBefore + other.RublesBefore,
            Tokens = Tokens + other.Tokens,
            TokensBefore = TokensBefore + other.TokensBefore,
            Calls = Calls + other.Calls,
            CallsBefore = CallsBefore + other.CallsBefore,
            UnpricedTokens = UnpricedTokens + other.UnpricedTokens,
            UnpricedTokensBefore = UnpricedTokensBefore + other.UnpricedTokensBefore,
        };
}
