namespace GigaChat.Usage.Storage;

/// <summary>The store of alerts that comes with the usage store: its database.</summary>
internal sealed class DefaultAlertStore(Func<IServiceProvider, IUsageAlertStore?> find)
{
    /// <summary>Gets the store; null if the usage store has no database for it.</summary>
    public IUsageAlertStore? Find(IServiceProvider services) => find(services);
}
