using System.Security.Claims;
using System.Text.Encodings.Web;
using GigaChat.Usage.Recording;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace GigaChat.Usage.AspNetCore;

/// <summary>Signs in whoever names themselves in a header: <c>X-User: id;name;role</c>.</summary>
internal sealed class HeaderAuthentication(
    IOptionsMonitor<AuthenticationSchemeOptions> options,
    ILoggerFactory logger,
    UrlEncoder encoder
) : AuthenticationHandler<AuthenticationSchemeOptions>(options, logger, encoder)
{
    public const string Header = "X-User";

    public static void Add(IServiceCollection services)
    {
        services
            .AddAuthentication("header")
            .AddScheme<AuthenticationSchemeOptions, HeaderAuthentication>("header", null);
        services.AddAuthorizationBuilder().AddPolicy("admins", static policy => policy.RequireRole("admin"));
    }

    protected override Task<AuthenticateResult> HandleAuthenticateAsync()
    {
        if (Request.Headers[Header].ToString().Split(';') is not [var id, var name, var role])
            return Task.FromResult(AuthenticateResult.NoResult());
        var identity = new ClaimsIdentity(
            [new(ClaimTypes.NameIdentifier, id), new(ClaimTypes.Name, name), new(ClaimTypes.Role, role)],
            Scheme.Name
        );
        return Task.FromResult(
            AuthenticateResult.Success(new AuthenticationTicket(new ClaimsPrincipal(identity), Scheme.Name))
        );
    }
}
