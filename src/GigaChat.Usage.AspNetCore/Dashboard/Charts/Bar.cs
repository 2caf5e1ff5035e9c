namespace GigaChat.Usage.AspNetCore;

/// <summary>One column of a bar chart.</summary>
/// <param name="Label">Below it; null where there is no room for one.</param>
/// <param name="Tip">What it says when pointed at.</param>
/// <param name="Values">One value a series, from the bottom.</param>
internal sealed record Bar(string? Label, string Tip, IReadOnlyList<double> Values);
