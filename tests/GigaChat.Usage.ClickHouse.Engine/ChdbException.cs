namespace GigaChat.Usage.ClickHouse.Engine;

/// <summary>An error of the engine; its message starts with its code, <c>Code: 60.</c></summary>
internal sealed class ChdbException(string message) : Exception(message);
