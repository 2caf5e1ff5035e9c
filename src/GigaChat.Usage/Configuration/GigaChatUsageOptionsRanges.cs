using Microsoft.Extensions.Options;

namespace GigaChat.Usage.Configuration;

/// <summary>Checks the ranges that the attributes of the options specify.</summary>
[OptionsValidator]
internal sealed partial class GigaChatUsageOptionsRanges : IValidateOptions<GigaChatUsageOptions>;
