namespace GigaChat.Usage.EntityFrameworkCore;

/// <summary>A part of a period, read from one level.</summary>
/// <param name="Level">The level.</param>
/// <param name="From">Its first moment; for <see cref="UsageLevel.Day"/> and <see cref="UsageLevel.Week"/> the label of
/// its first day.</param>
/// <param name="To">The moment, or the label, after its last.</param>
/// <param name="Day">The label of the day that contains all of it, when days are requested; null for
/// <see cref="UsageLevel.Day"/>, where each row contains its day.</param>
internal readonly record struct UsageSpan(UsageLevel Level, long From, long To, long? Day);
