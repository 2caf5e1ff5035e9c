namespace GigaChat.Usage.EntityFrameworkCore;

/// <summary>The tables are others than before, so that whatever is remembered of them is forgotten.</summary>
internal sealed class TablesChangedException(string message, Exception? innerException = null)
    : UsageStoreException(message, innerException);
