namespace GigaChat.Usage;

/// <summary>Specifies the form in which an access token given as attribution is stored.</summary>
public enum AccessTokenStorage
{
    /// <summary>As a fingerprint, which distinguishes tokens and reveals nothing of them.</summary>
    Fingerprint = 0,

    /// <summary>The first 8 characters and a fingerprint.</summary>
    FingerprintWithPrefix = 1,

    /// <summary>As given: for applications with a value that is an identifier and not a secret.</summary>
    AsGiven = 2,
}
