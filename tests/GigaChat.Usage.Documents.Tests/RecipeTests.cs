using System.Net;
using System.Net.Http.Json;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Microsoft.Extensions.DependencyInjection;

namespace GigaChat.Usage.Documents.Tests;

/// <summary>Recipes run as they are written, with the addresses of a local server.</summary>
[TestFixture]
internal sealed class RecipeTests
{
    private static readonly object Body = new
    {
        model = "GigaChat-2-Max",
        messages = new[] { new { role = "user", content = "Что такое квант?" } },
    };

    private DirectoryInfo _folder = null!;

    [SetUp]
    public void CreateFolder() => _folder = Directory.CreateTempSubdirectory("recipe-");

    [TearDown]
    public void DeleteFolder() => _folder.Delete(recursive: true);

    [Test]
    public async Task Aspnet_core_program_starts_records_a_call_and_protects_the_dashboard()
    {
        await using var server = await GigaChatServer.StartAsync();
        var program = Block("docs/recipes.md", "app.MapPost(\"/lessons\", async (Lesson lesson, IHttp");
        await using var running = await RunningProgram.StartAsync(Local(program, server));
        using var client = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false })
        {
            BaseAddress = running.Address,
        };

        using var lesson = await client.PostAsJsonAsync("lessons", new { Id = "1", Topic = "Кванты" });
        using var health = await client.GetAsync(new Uri("health", UriKind.Relative));
        using var dashboard = await client.GetAsync(new Uri("admin/gigachat-usage", UriKind.Relative));

        lesson.StatusCode.Should().Be(HttpStatusCode.OK);
        health.StatusCode.Should().Be(HttpStatusCode.OK);
        dashboard.StatusCode.Should().Be(HttpStatusCode.Found, "a visitor is sent to the sign-in page");
        (await TotalAsync(running)).Should().BePositive().And.Be(server.Ledger.TotalTokens);
    }

    [Test]
    public async Task Call_to_the_real_api_gets_one_access_token_for_several_calls()
    {
        await using var server = await GigaChatServer.StartAsync(static options => options.RequireAuthorization = true);
        var tokens = 0;
        server.OnRequest = context =>
        {
            if (context.Request.Path.Value!.EndsWith("/oauth", StringComparison.Ordinal))
                Interlocked.Increment(ref tokens);
            return Task.FromResult(false);
        };
        var program = Whole(Block("docs/recipes.md", "GigaChatTokenSource(IHttpClientFactory"));
        await using var running = await RunningProgram.StartAsync(
            Local(program, server),
            "--GIGACHAT_CREDENTIALS=a2V5",
            "--GIGACHAT_SCOPE=GIGACHAT_API_PERS"
        );

        for (var i = 0; i < 3; i++)
        {
            using var response = await PostAsync(running, "gigachat", "chat/completions");
            response.StatusCode.Should().Be(HttpStatusCode.OK);
        }

        tokens.Should().Be(1);
        (await TotalAsync(running)).Should().BePositive().And.Be(server.Ledger.TotalTokens);
    }

    [Test]
    public async Task Gate_of_a_rate_limit_rejects_the_call_after_the_limit()
    {
        await using var server = await GigaChatServer.StartAsync();
        var program = Whole(Block("docs/budgets.md", "class UserRateLimit"));
        await using var running = await RunningProgram.StartAsync(Local(program, server));
        var address = new Uri(server.V1BaseAddress, "chat/completions").AbsoluteUri;

        var statuses = new List<HttpStatusCode>();
        for (var i = 0; i < 41; i++)
        {
            using var response = await PostAsync(running, "any", address);
            statuses.Add(response.StatusCode);
        }

        // A new minute may begin in between, so that 40 calls are admitted.
        statuses.Take(20).Should().AllBeEquivalentTo(HttpStatusCode.OK);
        statuses.Should().Contain(HttpStatusCode.TooManyRequests);
    }

    private static CodeBlock Block(string document, string part) =>
        CodeBlock.All(document).Single(block => block.Code.Contains(part, StringComparison.Ordinal));

    /// <summary>Adds the first and the last lines of an application to a block that shows the lines between.</summary>
    private static CodeBlock Whole(CodeBlock block)
    {
        var start = block.Code.IndexOf("builder.Services", StringComparison.Ordinal);
        var types = block.Code.IndexOf("\ninternal ", StringComparison.Ordinal);
        return block with
        {
            Code =
                $"{block.Code[..start]}var builder = WebApplication.CreateBuilder(args);\n{block.Code[start..types]}builder.Build().Run();\n{block.Code[types..]}",
        };
    }

    /// <summary>Replaces addresses and files by those of this test.</summary>
    private CodeBlock Local(CodeBlock block, GigaChatServer server) =>
        block with
        {
            Code = block
                .Code.Replace("https://gigachat.devices.sberbank.ru/api/v1/", server.V1BaseAddress.AbsoluteUri)
                .Replace("https://ngw.devices.sberbank.ru:9443/api/v2/", new Uri(server.OAuthAddress, ".").AbsoluteUri)
                .Replace("gigachat-usage.db", Path.Combine(_folder.FullName, "usage.db"))
                .Replace("russian_trusted_root_ca.pem", Certificate()),
        };

    private string Certificate()
    {
        using var key = RSA.Create(2048);
        var request = new CertificateRequest("CN=root", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        using var certificate = request.CreateSelfSigned(
            DateTimeOffset.UnixEpoch,
            DateTimeOffset.UnixEpoch.AddYears(100)
        );
        var path = Path.Combine(_folder.FullName, "root.pem");
        File.WriteAllText(path, certificate.ExportCertificatePem());
        return path;
    }

    private static async Task<HttpResponseMessage> PostAsync(RunningProgram running, string client, string address)
    {
        using var http = running.Services.GetRequiredService<IHttpClientFactory>().CreateClient(client);
        return await http.PostAsJsonAsync(address, Body);
    }

    private static async Task<long> TotalAsync(RunningProgram running)
    {
        await running.Services.GetRequiredService<IUsageRecorder>().FlushAsync();
        return await running.Services.GetRequiredService<GigaChatTokenUsage>().GetTotalTokensAsync();
    }
}
