namespace GigaChat.Usage;

/// <summary>The contract, and after every test of it that the rollups equal the records.</summary>
internal abstract class RelationalStoreContract : UsageStoreContract
{
    [TearDown]
    public async Task CheckRollupsAsync()
    {
        var store = (EfUsageStore)await OpenAgainAsync();
        (await store.CheckRollupsAsync()).Should().BeEmpty();
    }
}
