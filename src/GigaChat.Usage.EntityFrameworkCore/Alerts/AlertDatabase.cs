namespace GigaChat.Usage.EntityFrameworkCore;

/// <summary>A database of alerts beside the usage store.</summary>
internal sealed class AlertDatabase : SeparateDatabase
{
    public AlertDatabase(IServiceProvider application, Action<IGigaChatUsageBuilder> choose)
        : base(application, choose, "ShareAlerts") => Store = new EfUsageAlertStore(Database);

    public EfUsageAlertStore Store { get; }
}
