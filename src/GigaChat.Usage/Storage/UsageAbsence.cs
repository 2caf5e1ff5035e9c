namespace GigaChat.Usage.Storage;

/// <summary>The dimensions that a record may have no value in.</summary>
internal static class UsageAbsence
{
    public const UsageDimensions Dimensions =
        UsageDimensions.Model
        | UsageDimensions.User
        | UsageDimensions.AccessToken
        | UsageDimensions.AccessTokenType
        | UsageDimensions.Platform
        | UsageDimensions.Topic
        | UsageDimensions.Generation;

    public static bool IsPossible(UsageDimensions dimensions) => (dimensions & ~Dimensions) == 0;

    /// <summary>Gets the dimensions that a record has no value in.</summary>
    public static UsageDimensions Of(UsageRecord record) =>
        (record.Model is null ? UsageDimensions.Model : 0)
        | (record.UserId is null ? UsageDimensions.User : 0)
        | (record.AccessToken is null ? UsageDimensions.AccessToken : 0)
        | (record.AccessTokenType is null ? UsageDimensions.AccessTokenType : 0)
        | (record.Platform is null ? UsageDimensions.Platform : 0)
        | (record.Topic is null ? UsageDimensions.Topic : 0)
        | (record.GenerationId is null ? UsageDimensions.Generation : 0);

    /// <summary>Gets each dimension of a set.</summary>
    public static IEnumerable<UsageDimensions> Each(UsageDimensions dimensions) =>
        Enum.GetValues<UsageDimensions>().Where(one => (one & dimensions) != 0);
}
