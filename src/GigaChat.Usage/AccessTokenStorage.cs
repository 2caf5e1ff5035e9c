namespace GigaChat.Usage;

/// <summary>How an access token given as attribution is kept.</summary>
public enum AccessTokenStorage
{
    /// <summary>As a fingerprint, which tells tokens apart and tells nothing of the token.</summary>
    Fingerprint = 0,

    /// <summary>As its first 8 characters and a fingerprint.</summary>
    FingerprintWithPrefix = 1,

    /// <summary>As given: for applications whose value is an identifier and no secret.</summary>
    AsGiven = 2,
}
