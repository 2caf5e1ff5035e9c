namespace GigaChat.Usage.Sample;

/// <summary>GigaChat on this machine, with prepaid tokens that do not run out under load and one topic it will not
/// speak about.</summary>
internal static class LocalServer
{
    public static Task<GigaChatServer> StartAsync() =>
        GigaChatServer.StartAsync(static server =>
        {
            foreach (var family in server.Balance.Keys)
                server.Balance[family] = 1_000_000_000;
            server.BlockedWords.Add("выбор");
        });
}
