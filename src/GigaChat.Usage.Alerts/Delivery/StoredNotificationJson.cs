using System.Text.Json.Serialization;

namespace GigaChat.Usage.Alerts;

[JsonSourceGenerationOptions(
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase
)]
[JsonSerializable(typeof(StoredNotification))]
internal sealed partial class StoredNotificationJson : JsonSerializerContext;
