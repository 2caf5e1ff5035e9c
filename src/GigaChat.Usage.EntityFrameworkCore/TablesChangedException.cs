namespace GigaChat.Usage.EntityFrameworkCore;

/// <summary>The tables have changed, so that all cached state about them is invalid.</summary>
internal sealed class TablesChangedException(string message, Exception? innerException = null)
    : UsageStoreException(message, innerException);
