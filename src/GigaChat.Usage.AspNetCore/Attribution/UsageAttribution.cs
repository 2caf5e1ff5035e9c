using Microsoft.AspNetCore.Http;

namespace GigaChat.Usage.AspNetCore;

/// <summary>The attribution that the application provides for requests.</summary>
/// <param name="Context">Gets the attribution of a request; null when the application provides none.</param>
internal sealed record UsageAttribution(Func<HttpContext, UsageContext?>? Context);
