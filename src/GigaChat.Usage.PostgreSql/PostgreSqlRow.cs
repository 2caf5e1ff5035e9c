using Npgsql;
using NpgsqlTypes;

namespace GigaChat.Usage;

/// <summary>A row of a COPY, written value by value; no value is NULL.</summary>
internal readonly struct PostgreSqlRow(NpgsqlBinaryImporter copy, CancellationToken ct)
{
    public Task StartAsync() => copy.StartRowAsync(ct);

    public Task WriteAsync<T>(T value, NpgsqlDbType type) => copy.WriteAsync(value, type, ct);

    public Task WriteAsync(string? value) => value is null ? copy.WriteNullAsync(ct) : copy.WriteAsync(value, NpgsqlDbType.Text, ct);

    public Task WriteAsync(long? value) => value is { } number ? copy.WriteAsync(number, NpgsqlDbType.Bigint, ct) : copy.WriteNullAsync(ct);

    public Task WriteAsync(int? value) => value is { } number ? copy.WriteAsync(number, NpgsqlDbType.Integer, ct) : copy.WriteNullAsync(ct);

    public Task WriteAsync(Guid? value) => value is { } id ? copy.WriteAsync(id, NpgsqlDbType.Uuid, ct) : copy.WriteNullAsync(ct);
}
