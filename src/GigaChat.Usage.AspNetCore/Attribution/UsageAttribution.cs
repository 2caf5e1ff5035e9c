using Microsoft.AspNetCore.Http;

namespace GigaChat.Usage.AspNetCore;

/// <summary>What the application says of its requests.</summary>
/// <param name="Context">Tells of a request; null when the application says nothing.</param>
internal sealed record UsageAttribution(Func<HttpContext, UsageContext?>? Context);
