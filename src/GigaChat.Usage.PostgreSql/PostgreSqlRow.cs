using Npgsql;
using NpgsqlTypes;

namespace GigaChat.Usage.PostgreSql;

/// <summary>A row of a COPY, written value by value; no value is NULL.</summary>
internal readonly struct PostgreSqlRow(NpgsqlBinaryImporter copy, CancellationToken cancellationToken)
{
    public Task StartAsync() => copy.StartRowAsync(cancellationToken);

    public Task WriteAsync<T>(T value, NpgsqlDbType type) => copy.WriteAsync(value, type, cancellationToken);

    public Task WriteAsync(string? value) =>
        value is null
            ? copy.WriteNullAsync(cancellationToken)
            : copy.WriteAsync(value, NpgsqlDbType.Text, cancellationToken);

    public Task WriteJsonAsync(string? value) =>
        value is null
            ? copy.WriteNullAsync(cancellationToken)
            : copy.WriteAsync(value, NpgsqlDbType.Jsonb, cancellationToken);

    public Task WriteAsync(long? value) =>
        value is { } number
            ? copy.WriteAsync(number, NpgsqlDbType.Bigint, cancellationToken)
            : copy.WriteNullAsync(cancellationToken);

    public Task WriteAsync(int? value) =>
        value is { } number
            ? copy.WriteAsync(number, NpgsqlDbType.Integer, cancellationToken)
            : copy.WriteNullAsync(cancellationToken);

    public Task WriteAsync(Guid? value) =>
        value is { } id
            ? copy.WriteAsync(id, NpgsqlDbType.Uuid, cancellationToken)
            : copy.WriteNullAsync(cancellationToken);
}
