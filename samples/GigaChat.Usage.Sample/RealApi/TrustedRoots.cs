using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace GigaChat.Usage.Sample;

/// <summary>The connections to the real API, trusting the certificates of a PEM file where one is given.</summary>
internal static class TrustedRoots
{
    public static SocketsHttpHandler CreateHandler(string? caFile)
    {
        var handler = new SocketsHttpHandler { PooledConnectionLifetime = TimeSpan.FromMinutes(5) };
        if (caFile is null)
            return handler;

        var policy = new X509ChainPolicy { TrustMode = X509ChainTrustMode.CustomRootTrust, RevocationMode = X509RevocationMode.NoCheck };
        try
        {
            policy.CustomTrustStore.ImportFromPemFile(caFile);
        }
        catch (CryptographicException error)
        {
            handler.Dispose();
            throw new SampleException($"GIGACHAT_CA_FILE holds no certificate in PEM form: {caFile}", error);
        }

        handler.SslOptions.CertificateChainPolicy = policy;
        return handler;
    }
}
