using System.Text.Json.Serialization;

namespace GigaChat.Usage.Storage;

[JsonSourceGenerationOptions(
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase
)]
[JsonSerializable(typeof(UsageAlertContent))]
internal sealed partial class UsageAlertJson : JsonSerializerContext;
