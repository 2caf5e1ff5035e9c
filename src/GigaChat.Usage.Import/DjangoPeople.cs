using System.Text.Json;

namespace GigaChat.Usage.Import;

/// <summary>The users and access tokens of a file of <c>dumpdata</c>, by their keys.</summary>
internal sealed class DjangoPeople
{
    private readonly Dictionary<string, string?> _users = new(StringComparer.Ordinal);
    private readonly Dictionary<string, (string? Token, string? Type)> _tokens = new(StringComparer.Ordinal);

    /// <summary>
    /// Adds an object that is a user or a token, recognized by its fields: applications have different models for both.
    /// </summary>
    public void Add(string? key, JsonElement fields)
    {
        if (key is null)
            return;
        if (fields.TryGetProperty("username", out var name))
            _users[key] = Text(name);
        else if (fields.TryGetProperty("token", out var token) && fields.TryGetProperty("token_type", out var type))
            _tokens[key] = (Text(token), Text(type));
    }

    /// <summary>Gives a row the name of its user, and its token and type, where the file has them.</summary>
    public DjangoRow Named(DjangoRow row)
    {
        if (row[DjangoColumn.UserId] is { } user && _users.TryGetValue(user, out var name))
            row.Fields[(int)DjangoColumn.UserName] ??= name;
        if (row[DjangoColumn.AccessTokenId] is { } id && _tokens.TryGetValue(id, out var token))
        {
            row.Fields[(int)DjangoColumn.AccessToken] ??= token.Token;
            row.Fields[(int)DjangoColumn.AccessTokenType] ??= token.Type;
        }

        return row;
    }

    private static string? Text(JsonElement value) =>
        value.ValueKind == JsonValueKind.String && value.GetString() is { Length: > 0 } text ? text : null;
}
