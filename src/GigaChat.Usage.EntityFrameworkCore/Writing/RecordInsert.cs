using System.Data.Common;
using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;
using Microsoft.EntityFrameworkCore.Storage;

namespace GigaChat.Usage;

/// <summary>The statement that stores one record, made from the model, so that a new column needs no second mention.</summary>
/// <remarks>Change tracking is left out because it costs several times the write itself.</remarks>
internal sealed class RecordInsert
{
    private readonly string _sql;
    private readonly Func<UsageRecord, object?>[] _values;

    public RecordInsert(IReadOnlyModel model)
    {
        var entity = (IEntityType)model.FindEntityType(typeof(UsageRecord))!;
        var properties = entity.GetProperties().ToArray();
        _values = [.. properties.Select(ValueOf)];
        _sql = $"INSERT INTO {UsageRecordMap.Table} ({string.Join(", ", properties.Select(property => property.GetColumnName()))}) " +
            $"VALUES ({string.Join(", ", properties.Select((_, i) => Name(i)))}) ON CONFLICT (id) DO NOTHING";
    }

    /// <summary>Stores those records of a batch whose ids are new.</summary>
    public async Task ExecuteAsync(DbTransaction transaction, IReadOnlyList<UsageRecord> batch, CancellationToken ct)
    {
        var command = transaction.Connection!.CreateCommand();
        await using (command.ConfigureAwait(false))
        {
            command.CommandText = _sql;
            command.Transaction = transaction;
            var parameters = _values.Select((_, i) => command.AddParameter(Name(i))).ToArray();
            foreach (var record in batch)
            {
                ct.ThrowIfCancellationRequested();
                var fitted = UsageRecordLimits.Fit(record);
                for (var i = 0; i < parameters.Length; i++)
                    parameters[i].Value = _values[i](fitted) ?? DBNull.Value;
                await command.ExecuteNonQueryAsync(ct).ConfigureAwait(false);
            }
        }
    }

    private static string Name(int index) => string.Create(CultureInfo.InvariantCulture, $"@p{index}");

    private static Func<UsageRecord, object?> ValueOf(IProperty property)
    {
        if (property.IsShadowProperty())
            return UsageFold.SearchText;
        var getter = property.GetGetter();
        return property.FindRelationalTypeMapping()?.Converter is { } converter
            ? record => converter.ConvertToProvider(getter.GetClrValue(record))
            : getter.GetClrValue;
    }
}
