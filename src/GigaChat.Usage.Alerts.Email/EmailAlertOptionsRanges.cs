using Microsoft.Extensions.Options;

namespace GigaChat.Usage.Alerts;

/// <summary>Checks what the attributes of the options specify.</summary>
[OptionsValidator]
internal sealed partial class EmailAlertOptionsRanges : IValidateOptions<EmailAlertOptions>;
