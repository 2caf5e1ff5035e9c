using Microsoft.Extensions.Options;

namespace GigaChat.Usage.Alerts;

/// <summary>Checks the ranges that the attributes of the options specify.</summary>
[OptionsValidator]
internal sealed partial class UsageAlertOptionsRanges : IValidateOptions<UsageAlertOptions>;
