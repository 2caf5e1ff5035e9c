namespace GigaChat.Usage.Storage;

/// <summary>The order of groups: most tokens first, then by time (hour, day, week, month, weekday from Monday, hour of
/// the day), the other keys in the order of <see cref="UsageDimensions"/>, and the value of the tag, null
/// first.</summary>
internal sealed class UsageGroupOrder : IComparer<UsageGroup>
{
    public static UsageGroupOrder Instance { get; } = new();

    public int Compare(UsageGroup? x, UsageGroup? y)
    {
        ArgumentNullException.ThrowIfNull(x);
        ArgumentNullException.ThrowIfNull(y);
        var order = y.TotalTokens.CompareTo(x.TotalTokens);
        order = order != 0 ? order : Nullable.Compare(x.Hour, y.Hour);
        order = order != 0 ? order : Nullable.Compare(x.Day, y.Day);
        order = order != 0 ? order : Nullable.Compare(x.Week, y.Week);
        order = order != 0 ? order : Nullable.Compare(x.Month, y.Month);
        order = order != 0 ? order : Nullable.Compare(FromMonday(x.Weekday), FromMonday(y.Weekday));
        order = order != 0 ? order : Nullable.Compare(x.LocalHour, y.LocalHour);
        order = order != 0 ? order : Text(x.Operation?.Value, y.Operation?.Value);
        order = order != 0 ? order : Text(x.Model, y.Model);
        order = order != 0 ? order : Text(x.UserId, y.UserId);
        order = order != 0 ? order : Text(x.AccessToken, y.AccessToken);
        order = order != 0 ? order : Text(x.AccessTokenType, y.AccessTokenType);
        order = order != 0 ? order : Text(x.Platform, y.Platform);
        order = order != 0 ? order : Nullable.Compare(x.Source, y.Source);
        order = order != 0 ? order : Nullable.Compare(x.Outcome, y.Outcome);
        order = order != 0 ? order : Nullable.Compare(x.IsBatch, y.IsBatch);
        order = order != 0 ? order : Text(x.Topic, y.Topic);
        order = order != 0 ? order : Text(x.GenerationId, y.GenerationId);
        return order != 0 ? order : Text(x.TagValue, y.TagValue);
    }

    private static int? FromMonday(DayOfWeek? weekday) => weekday is { } day ? ((int)day + 6) % 7 : null;

    private static int Text(string? x, string? y) => CodePointComparer.Instance.Compare(x, y);
}
