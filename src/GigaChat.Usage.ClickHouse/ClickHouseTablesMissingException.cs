namespace GigaChat.Usage.ClickHouse;

/// <summary>The tables are missing or have changed, perhaps since the store last used them.</summary>
internal sealed class ClickHouseTablesMissingException(string message, Exception error)
    : UsageStoreException(message, error);
