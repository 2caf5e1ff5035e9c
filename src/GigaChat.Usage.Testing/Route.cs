using Microsoft.AspNetCore.Http;

namespace GigaChat.Usage.Testing;

/// <summary>The route of a request.</summary>
/// <param name="Endpoint">The path after the base address, without slashes at its ends.</param>
/// <param name="Version">The version of the API.</param>
/// <param name="Bills"><c>true</c> if calls to it are added to the ledger; otherwise, <c>false</c>.</param>
/// <param name="AnswerAsync">Writes the response.</param>
internal sealed record Route(string Endpoint, int Version, bool Bills, Func<Exchange, Task> AnswerAsync)
{
    public bool NeedsAuthorization => !string.Equals(Endpoint, "oauth", StringComparison.Ordinal);
}
