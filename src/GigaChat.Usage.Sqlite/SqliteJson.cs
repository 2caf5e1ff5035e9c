using System.Text.Json.Serialization;

namespace GigaChat.Usage;

[JsonSerializable(typeof(long[]))]
internal sealed partial class SqliteJson : JsonSerializerContext;
