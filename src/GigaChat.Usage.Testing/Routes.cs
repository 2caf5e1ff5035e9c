using Microsoft.AspNetCore.Http;

namespace GigaChat.Usage.Testing;

/// <summary>The table of endpoints, the same under the classic host's paths and the new one's.</summary>
internal static class Routes
{
    private static readonly (string Prefix, int Version)[] Bases =
    [
        ("/api/v1/", 1),
        ("/api/v2/", 2),
        ("/v1/", 1),
        ("/v2/", 2),
        ("/v1beta/", 1),
    ];

    public static Route Find(HttpRequest request)
    {
        var path = request.Path.Value ?? "";
        foreach (var (prefix, version) in Bases)
        {
            if (path.StartsWith(prefix, StringComparison.Ordinal))
                return Find(request.Method, path[prefix.Length..].Trim('/'), version);
        }

        return new Route(path.Trim('/'), 1, Bills: false, NotFoundAsync);
    }

    private static Route Find(string method, string endpoint, int version) =>
        (method, endpoint) switch
        {
            ("POST", "chat/completions") when version == 2 => new(endpoint, version, true, CompletionsV2.AnswerAsync),
            ("POST", "chat/completions") => new(endpoint, version, true, CompletionsV1.AnswerAsync),
            ("POST", "responses") => new(endpoint, version, true, ResponsesApi.AnswerAsync),
            ("POST", "messages") => new(endpoint, version, true, MessagesApi.AnswerAsync),
            ("POST", "completions") => new(endpoint, version, true, TextCompletions.AnswerAsync),
            ("POST", _) when GenerateContent.IsCall(endpoint) => new(
                endpoint,
                version,
                true,
                GenerateContent.AnswerAsync
            ),
            ("POST", "embeddings") => new(endpoint, version, true, Embeddings.AnswerAsync),
            ("POST", "ai/check") => new(endpoint, version, true, Checks.AiAsync),
            ("POST", "filter/check") => new(endpoint, version, true, Checks.FilterAsync),
            ("POST", _) when Threads.IsRun(endpoint) => new(endpoint, version, true, Threads.RunAsync),
            ("GET", "threads") => new(endpoint, version, false, Threads.ListAsync),
            ("POST", "tokens/count") => new(endpoint, version, false, TokensCount.AnswerAsync),
            ("POST", "functions/validate") => new(endpoint, version, false, Functions.ValidateAsync),
            ("GET", "models") => new(endpoint, version, false, ModelList.AnswerAsync),
            ("GET", _) when ModelList.IsOne(endpoint) => new(endpoint, version, false, ModelList.AnswerOneAsync),
            ("GET", "balance") => new(endpoint, version, false, Account.AnswerAsync),
            ("POST", "batches") => new(endpoint, version, false, Batches.CreateAsync),
            ("GET", "batches") => new(endpoint, version, false, Batches.ListAsync),
            ("GET", _) when Batches.IsOne(endpoint) => new(endpoint, version, false, Batches.FindAsync),
            ("POST", "files") => new(endpoint, version, false, FileShelf.UploadAsync),
            ("GET", "files") => new(endpoint, version, false, FileShelf.ListAsync),
            ("POST", _) when FileShelf.IsDelete(endpoint) => new(endpoint, version, false, FileShelf.DeleteAsync),
            ("GET", _) when FileShelf.IsContent(endpoint) => new(endpoint, version, false, FileShelf.DownloadAsync),
            ("POST", "oauth") => new(endpoint, version, false, AccessTokens.IssueAsync),
            _ => new(endpoint, version, false, NotFoundAsync),
        };

    private static Task NotFoundAsync(Exchange exchange) => exchange.WriteErrorAsync(404, "Not found");
}
