using Microsoft.AspNetCore.Http;

namespace GigaChat.Usage.Testing;

/// <summary>Where a request goes.</summary>
/// <param name="Endpoint">The path after the base address, without slashes at its ends.</param>
/// <param name="Version">The version of the API.</param>
/// <param name="Bills">Whether calls to it belong in the ledger.</param>
/// <param name="AnswerAsync">Answers.</param>
internal sealed record Route(string Endpoint, int Version, bool Bills, Func<Exchange, Task> AnswerAsync)
{
    public bool NeedsAuthorization => !string.Equals(Endpoint, "oauth", StringComparison.Ordinal);
}
