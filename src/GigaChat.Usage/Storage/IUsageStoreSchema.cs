namespace GigaChat.Usage;

/// <summary>
/// Implemented by stores that have a schema: <see cref="GigaChatUsageDoctor"/> checks that it is the one this version
/// works with.
/// </summary>
public interface IUsageStoreSchema
{
    /// <summary>
    /// Reads the state of the schema and changes nothing, except where the store migrates it before its first use.
    /// </summary>
    /// <param name="cancellationToken">The token to monitor for cancellation requests.</param>
    /// <exception cref="Exception">The store cannot be used at present.</exception>
    Task<UsageStoreSchemaState> GetSchemaStateAsync(CancellationToken cancellationToken = default);
}
