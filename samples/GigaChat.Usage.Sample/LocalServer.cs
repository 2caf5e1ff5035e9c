namespace GigaChat.Usage.Sample;

/// <summary>GigaChat on this machine, with prepaid tokens that do not run out under load and one topic it will not speak about.</summary>
internal static class LocalServer
{
    public static Task<GigaChatServer> StartAsync() => GigaChatServer.StartAsync(static server =>
    {
        server.Balance.Clear();
        server.BlockedWords.Add("выбор");
    });
}
