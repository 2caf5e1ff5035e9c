namespace GigaChat.Usage;

/// <summary>Sets the driver's switch before its first use, in the process that <see cref="PostgreSqlZoneTests"/>
/// starts.</summary>
[SetUpFixture]
internal sealed class LegacyTimestampSwitch
{
    [OneTimeSetUp]
    public void SetSwitch()
    {
        if (Environment.GetEnvironmentVariable(PostgreSqlZoneTests.Variable) is { Length: > 0 })
            AppContext.SetSwitch(PostgreSqlZoneTests.Switch, true);
    }
}
