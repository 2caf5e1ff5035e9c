using System.Text.Json.Serialization;

namespace GigaChat.Usage.Sqlite;

[JsonSerializable(typeof(long[]))]
internal sealed partial class SqliteJson : JsonSerializerContext;
