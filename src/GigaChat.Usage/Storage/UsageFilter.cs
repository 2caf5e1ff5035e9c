using System.Text;
using GigaChat.Usage.Storage;

namespace GigaChat.Usage;

/// <summary>Which records to look at. Every part that is set must hold; a part left null or empty lets everything
/// through.</summary>
/// <remarks>Values are compared exactly, letter case included; only <see cref="Search"/> ignores case.</remarks>
public sealed record UsageFilter
{
    /// <summary>Everything.</summary>
    public static UsageFilter All { get; } = new();

    /// <summary>The first moment of the period; no limit when null.</summary>
    public DateTimeOffset? From { get; init; }

    /// <summary>The first moment after the period; no limit when null.</summary>
    /// <remarks>Periods are half-open, so that those that follow one another share no record.</remarks>
    public DateTimeOffset? To { get; init; }

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
    /// <exception cref="ArgumentException"><see cref="From"/> is after <see cref="To"/>.</exception>
    public void Validate()
    {
        if (From > To)
            throw new ArgumentException($"The period starts ({From:O}) after it ends ({To:O}).", nameof(From));
    }

    /// <remarks>A search finds access tokens too, so its text can be a part of one.</remarks>
    private bool PrintMembers(StringBuilder text)
    {
        var start = text.Length;
        text.Member(nameof(From), From?.ToString("O"))
            .Member(nameof(To), To?.ToString("O"))
            .Member(nameof(Operation), Operation)
            .Member(nameof(Model), Model)
            .Member(nameof(UserId), UserId)
            .Secret(nameof(AccessToken), AccessToken)
            .Member(nameof(AccessTokenType), AccessTokenType)
            .Member(nameof(Platform), Platform)
            .Member(nameof(GenerationId), GenerationId)
            .Member(nameof(Source), Source)
            .Member(nameof(Outcome), Outcome)
            .Secret(nameof(Search), Search);
        return text.Length > start;
    }
}
