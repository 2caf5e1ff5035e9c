using GigaChat.Usage.Storage;

namespace GigaChat.Usage;

/// <summary>Which records to look at. Every part that is set must hold; a part left null or empty lets everything
/// through.</summary>
/// <remarks>Values are compared exactly, letter case included; only <see cref="Search"/> ignores case.</remarks>
public sealed record UsageFilter
{
    /// <summary>Everything.</summary>
    public static UsageFilter All { get; } = new();

    /// <summary>The first moment, inclusive.</summary>
    public DateTimeOffset? StartDate { get; init; }

    /// <summary>The last moment, inclusive.</summary>
    public DateTimeOffset? EndDate { get; init; }

    /// <summary>Only this operation.</summary>
    public UsageOperation? Operation { get; init; }

    /// <summary>Only this model (without its build).</summary>
    public string? Model { get; init; }

    /// <summary>Only this user's id.</summary>
    public string? UserId { get; init; }

    /// <summary>Only this access token, as it is stored.</summary>
    public string? AccessToken { get; init; }

    /// <summary>Only this type of access token.</summary>
    public string? AccessTokenType { get; init; }

    /// <summary>Only this platform.</summary>
    public string? Platform { get; init; }

    /// <summary>Only this generation.</summary>
    public string? GenerationId { get; init; }

    /// <summary>Only counts of this source.</summary>
    public UsageSource? Source { get; init; }

    /// <summary>Only calls that ended so.</summary>
    public UsageOutcome? Outcome { get; init; }

    /// <summary>Only records whose topic, user name, access token or generation contains this text, whatever its letter
    /// case, in any script.</summary>
    public string? Search { get; init; }

    /// <summary>
    /// Only records with one of several keys. It is a hint: a reader of an application's own does not know of it, so
    /// whoever sets it groups by the keys
    /// and leaves out what it did not ask for.
    /// </summary>
    internal UsageKeySet? Among { get; init; }

    /// <summary>Checks the parts against one another.</summary>
    /// <exception cref="ArgumentException"><see cref="StartDate"/> lies after <see cref="EndDate"/>.</exception>
    public void Validate()
    {
        if (StartDate > EndDate)
            throw new ArgumentException(
                $"The period starts ({StartDate:O}) after it ends ({EndDate:O}).",
                nameof(StartDate)
            );
    }
}
