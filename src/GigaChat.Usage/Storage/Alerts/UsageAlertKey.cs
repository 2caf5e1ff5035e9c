namespace GigaChat.Usage;

/// <summary>The identity of a condition.</summary>
/// <param name="Rule">The name of the rule.</param>
/// <param name="Key">The subject within the rule.</param>
public readonly record struct UsageAlertKey(string Rule, string Key);
