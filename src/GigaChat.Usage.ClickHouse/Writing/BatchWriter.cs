using System.Runtime.InteropServices;
using System.Security.Cryptography;

namespace GigaChat.Usage.ClickHouse;

/// <summary>Writes a batch as one insert, after the hours of its records were marked.</summary>
internal sealed class BatchWriter(ClickHouseDatabase database, HourMarks marks)
{
    private const int FlushAt = 256 * 1024;

    public async Task WriteAsync(IReadOnlyList<UsageRecord> batch, CancellationToken cancellationToken)
    {
        var records = Distinct(batch);
        if (records.Count == 0)
            return;
        await marks
            .MarkAsync(
                records.Select(record =>
                    UnixMicroseconds.Number(UnixMicroseconds.Of(record.CreatedAt), UnixMicroseconds.Hour)
                ),
                cancellationToken
            )
            .ConfigureAwait(false);

        // With the same token the server adds the same batch once, however often its response is lost: fewer copies to
        // merge. What makes it exact is that reads are by id.
        await database
            .InsertAsync(
                $"INSERT INTO {database.Tables.Records} ({RecordColumns.Written}) SETTINGS insert_deduplicate = 1, "
                    + $"insert_deduplication_token = '{Token(records)}' FORMAT RowBinary",
                (stream, token) => SendAsync(records, stream, token),
                cancellationToken
            )
            .ConfigureAwait(false);
    }

    /// <summary>Fits the records and keeps the first of each id.</summary>
    private static List<UsageRecord> Distinct(IReadOnlyList<UsageRecord> batch)
    {
        var ids = new HashSet<Guid>(batch.Count);
        var records = new List<UsageRecord>(batch.Count);
        foreach (var record in batch)
        {
            if (ids.Add(record.Id))
                records.Add(UsageRecordLimits.Fit(record));
        }

        return records;
    }

    private static string Token(List<UsageRecord> records)
    {
        var ids = records.ConvertAll(record => record.Id);
        ids.Sort();
        return Convert.ToHexStringLower(SHA256.HashData(MemoryMarshal.AsBytes(CollectionsMarshal.AsSpan(ids))));
    }

    private static async Task SendAsync(List<UsageRecord> records, Stream stream, CancellationToken cancellationToken)
    {
        var rows = new RowBinaryWriter();
        foreach (var record in records)
        {
            RecordColumns.Write(rows, record);
            if (rows.Length >= FlushAt)
                await rows.FlushAsync(stream, cancellationToken).ConfigureAwait(false);
        }

        await rows.FlushAsync(stream, cancellationToken).ConfigureAwait(false);
    }
}
