namespace GigaChat.Usage;

/// <summary>The scopes of budgets.</summary>
public enum BudgetScope
{
    /// <summary>All calls together.</summary>
    Total = 0,

    /// <summary>Each <see cref="UsageRecord.UserId"/> separately.</summary>
    User = 1,

    /// <summary>Each <see cref="UsageRecord.AccessToken"/>, in its stored form, separately.</summary>
    AccessToken = 2,

    /// <summary>Each <see cref="UsageRecord.AccessTokenType"/> separately.</summary>
    AccessTokenType = 3,

    /// <summary>Each <see cref="UsageRecord.Platform"/> separately.</summary>
    Platform = 4,

    /// <summary>Each value of one of <see cref="UsageRecord.Tags"/>, <see cref="UsageBudget.TagKey"/>,
    /// separately.</summary>
    Tag = 5,

    /// <summary>
    /// Each <see cref="UsageRecord.Model"/> separately: the model of the response, without its build. Until a call
    /// ends, its estimate is reserved under the model that the request names.
    /// </summary>
    Model = 6,
}
