namespace GigaChat.Usage;

[TestFixture]
internal sealed class InMemoryUsageStoreTests : UsageStoreContract
{
    protected override int PropertyIterations => 100;

    protected override Task<(IUsageStore Store, IUsageReader Reader)> CreateStoreAsync()
    {
        var store = new InMemoryUsageStore();
        return Task.FromResult<(IUsageStore, IUsageReader)>((store, store));
    }
}
