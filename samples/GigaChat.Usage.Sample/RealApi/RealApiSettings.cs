namespace GigaChat.Usage.Sample;

/// <summary>How to reach the real API, from the environment.</summary>
internal sealed class RealApiSettings
{
    /// <summary>The address of the API, unless the environment sets another.</summary>
    public static Uri DefaultBaseAddress { get; } = new("https://api.giga.chat/v1/");

    /// <summary>The authorization key. Sent to the OAuth address and shown nowhere.</summary>
    public required string Credentials { get; init; }

    public required string Scope { get; init; }

    public required Uri BaseAddress { get; init; }

    public required Uri AuthAddress { get; init; }

    public string? CaFile { get; init; }

    /// <returns>Null when there are no credentials.</returns>
    /// <exception cref="SampleException">A setting is no address, or the file is missing.</exception>
    public static RealApiSettings? FromEnvironment()
    {
        if (Read("GIGACHAT_CREDENTIALS") is not { } credentials)
            return null;
        var caFile = Read("GIGACHAT_CA_FILE");
        if (caFile is not null && !File.Exists(caFile))
            throw new SampleException($"GIGACHAT_CA_FILE names a file that is not there: {caFile}");
        return new RealApiSettings
        {
            Credentials = credentials,
            Scope = Read("GIGACHAT_SCOPE") ?? "GIGACHAT_API_PERS",
            BaseAddress = Address("GIGACHAT_BASE_URL", DefaultBaseAddress.AbsoluteUri),
            AuthAddress = new Uri(
                Address("GIGACHAT_AUTH_URL", "https://ngw.devices.sberbank.ru:9443/api/v2/oauth")
                    .AbsoluteUri.TrimEnd('/')
            ),
            CaFile = caFile,
        };
    }

    /// <summary>Leaves the credentials out, so that no log line can hold them.</summary>
    public override string ToString() => $"{BaseAddress} ({Scope})";

    private static string? Read(string name) =>
        Environment.GetEnvironmentVariable(name) is { Length: > 0 } value ? value.Trim() : null;

    private static Uri Address(string name, string otherwise)
    {
        var text = Read(name) ?? otherwise;
        return
            Uri.TryCreate(text.TrimEnd('/') + "/", UriKind.Absolute, out var address)
            && address.Scheme is "http" or "https"
            ? address
            : throw new SampleException($"{name} must be an http or https address, such as {otherwise}");
    }
}
