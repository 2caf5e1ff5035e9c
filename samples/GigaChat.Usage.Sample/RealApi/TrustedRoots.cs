using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace GigaChat.Usage.Sample;

/// <summary>The connections to the real API, trusting the certificates of a PEM file where one is given.</summary>
internal static class TrustedRoots
{
    public static SocketsHttpHandler CreateHandler(string? caFile)
    {
        var handler = new SocketsHttpHandler { PooledConnectionLifetime = TimeSpan.FromMinutes(5) };
        if (caFile is not null)
        {
            handler.SslOptions.CertificateChainPolicy = new X509ChainPolicy
            {
                TrustMode = X509ChainTrustMode.CustomRootTrust,
                RevocationMode = X509RevocationMode.NoCheck,
            };
            handler.SslOptions.CertificateChainPolicy.CustomTrustStore.AddRange(Read(caFile));
        }

        return handler;
    }

    private static X509Certificate2Collection Read(string caFile)
    {
        try
        {
            var certificates = new X509Certificate2Collection();
            certificates.ImportFromPemFile(caFile);
            if (certificates.Count > 0)
                return certificates;
        }
        catch (CryptographicException)
        {
            // Said below, as for a file without any certificate.
        }

        throw new SampleException($"GIGACHAT_CA_FILE holds no certificate in PEM form: {caFile}");
    }
}
