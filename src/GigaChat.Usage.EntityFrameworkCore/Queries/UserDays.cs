namespace GigaChat.Usage.EntityFrameworkCore;

/// <summary>
/// The sums of a day or week over all users. Records are added and never taken away, so days with the same sums have the
/// same records.
/// </summary>
internal readonly record struct UserDays(
    long Records,
    long Calls,
    long Prompt,
    long Completion,
    long Cached,
    long Total,
    long Estimated
)
{
    public UserDays Plus(UserDays other) =>
        checked(
            new UserDays(
                Records + other.Records,
                Calls + other.Calls,
                Prompt + other.Prompt,
                Completion + other.Completion,
                Cached + other.Cached,
                Total + other.Total,
                Estimated + other.Estimated
            )
        );
}
