using System.Text;
using GigaChat.Usage.Storage;

namespace GigaChat.Usage;

/// <summary>
/// The conditions of a query. A record must meet every property that is set; a property that is null or empty matches
/// everything.
/// </summary>
/// <remarks>Values are compared exactly, letter case included; only <see cref="Search"/> ignores case.</remarks>
public sealed record UsageFilter
{
    /// <summary>The filter that matches all records.</summary>
    public static UsageFilter All { get; } = new();

    /// <summary>The first moment of the period; null for no limit.</summary>
    public DateTimeOffset? From { get; init; }

    /// <summary>The first moment after the period; null for no limit.</summary>
    /// <remarks>Periods are half-open, so that consecutive ones share no record.</remarks>
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

    /// <summary>Only this topic.</summary>
    public string? Topic { get; init; }

    /// <summary>Only this session (<c>X-Session-ID</c>).</summary>
    public string? SessionId { get; init; }

    /// <summary>Only this request (<c>X-Request-ID</c>), which may have several records.</summary>
    public string? RequestId { get; init; }

    /// <summary>Only the record with this <see cref="UsageRecord.Id"/>.</summary>
    public Guid? Id { get; init; }

    /// <summary>Only records that have each of these tags, with the same value.</summary>
    /// <remarks>
    /// The value <see cref="UsageTags.Others"/> also selects what a store with a daily limit of values adds up as such.
    /// </remarks>
    public UsageTags? Tags { get; init; }

    /// <summary>
    /// Only records without a value in any of these dimensions: <see cref="UsageDimensions.Model"/>,
    /// <see cref="UsageDimensions.User"/>, <see cref="UsageDimensions.AccessToken"/>,
    /// <see cref="UsageDimensions.AccessTokenType"/>, <see cref="UsageDimensions.Platform"/>,
    /// <see cref="UsageDimensions.Topic"/> and <see cref="UsageDimensions.Generation"/>.
    /// </summary>
    /// <remarks>These are the records that a group by the dimension has with a key that is null.</remarks>
    public UsageDimensions Without { get; init; }

    /// <summary>Only records without the tag of this key.</summary>
    public string? WithoutTag { get; init; }

    /// <summary>Only counts of this source.</summary>
    public UsageSource? Source { get; init; }

    /// <summary>Only calls with this outcome.</summary>
    public UsageOutcome? Outcome { get; init; }

    /// <summary>
    /// Only records with this text in the topic, user name, access token or generation, whatever its letter case, in
    /// any script.
    /// </summary>
    public string? Search { get; init; }

    /// <summary>
    /// Only records with one of several keys. It is a hint: an application-provided reader does not know of it, so a
    /// caller that sets it groups by the keys and skips those that it did not request.
    /// </summary>
    internal UsageKeySet? Among { get; init; }

    /// <summary>Validates the properties against one another.</summary>
    /// <exception cref="ArgumentException"><see cref="From"/> is after <see cref="To"/>, or <see cref="Without"/> has a
    /// dimension that every record has a value in.</exception>
    public void Validate()
    {
        if (From > To)
            throw new ArgumentException(
                $"The start of the period ({From:O}) must not be after its end ({To:O}).",
                nameof(From)
            );
        if (!UsageAbsence.IsPossible(Without))
            throw new ArgumentException(
                $"Records can be without {UsageAbsence.Dimensions}, not without {Without & ~UsageAbsence.Dimensions}.",
                nameof(Without)
            );
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
            .Member(nameof(Topic), Topic)
            .Member(nameof(SessionId), SessionId)
            .Member(nameof(RequestId), RequestId)
            .Member(nameof(Id), Id)
            .Member(nameof(Tags), Tags is { Count: > 0 } ? Tags : null)
            .Member(nameof(Without), Without == UsageDimensions.None ? null : Without)
            .Member(nameof(WithoutTag), WithoutTag)
            .Member(nameof(Source), Source)
            .Member(nameof(Outcome), Outcome)
            .Secret(nameof(Search), Search);
        return text.Length > start;
    }
}
