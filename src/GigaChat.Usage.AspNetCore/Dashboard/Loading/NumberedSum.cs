using GigaChat.Usage.Storage;

namespace GigaChat.Usage.AspNetCore;

/// <summary>The sums of a key of <see cref="GroupNumbers"/>.</summary>
/// <param name="Number">The number of the key.</param>
/// <param name="Sums">The sums.</param>
internal readonly record struct NumberedSum(int Number, UsageSums Sums);
