using System.Text.Json;
using System.Text.Json.Serialization;

namespace GigaChat.Usage.Import;

/// <summary>Reads JSON without reflection.</summary>
[JsonSerializable(typeof(JsonElement))]
internal sealed partial class DjangoJsonContext : JsonSerializerContext;
