using GigaChat.Usage.Recording;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Microsoft.EntityFrameworkCore.Storage.ValueConversion;

namespace GigaChat.Usage.EntityFrameworkCore;

/// <summary>The column types of times, ids and texts, which make a database compare them as .NET does.</summary>
internal sealed class UsageColumnStorage
{
    private static readonly ValueConverter<DateTimeOffset, long> Microseconds = new(
        time => UnixMicroseconds.Of(time),
        value => UnixMicroseconds.ToTime(value)
    );

    private static readonly ValueConverter<Guid, byte[]> Bytes = new(
        id => id.ToByteArray(true),
        value => new Guid(value, true)
    );

    private readonly bool _postgreSql;

    private UsageColumnStorage(bool postgreSql) => _postgreSql = postgreSql;

    /// <summary>
    /// Gets the column types for a model. PostgreSQL's provider marks every model it starts; any other database gets
    /// whole numbers and bytes.
    /// </summary>
    public static UsageColumnStorage Of(IReadOnlyModel model) =>
        new(model.GetAnnotations().Any(annotation => annotation.Name.StartsWith("Npgsql:", StringComparison.Ordinal)));

    public void Time<T>(PropertyBuilder<T> property, string column)
    {
        property.HasColumnName(column);
        if (!_postgreSql)
            property.HasConversion(Microseconds);
    }

    public void Id<T>(PropertyBuilder<T> property, string column)
    {
        property.HasColumnName(column).ValueGeneratedNever();
        if (!_postgreSql)
            property.HasConversion(Bytes);
    }

    /// <summary>Maps a text that compares by its bytes, the same in every database and locale.</summary>
    public PropertyBuilder<T> Text<T>(PropertyBuilder<T> property, string column, int? maxLength)
    {
        property.HasColumnName(column);
        if (maxLength is { } length)
            property.HasMaxLength(length);
        if (_postgreSql)
            property.UseCollation("C");
        return property;
    }

    /// <summary>Maps tags to an object of texts: <c>jsonb</c> on PostgreSQL, text elsewhere.</summary>
    public void Tags(PropertyBuilder<UsageTags> property, string column)
    {
        property
            .HasColumnName(column)
            .IsRequired(false)
            .HasConversion(
                new ValueConverter<UsageTags, string?>(
                    tags => UsageTagsJsonConverter.ToText(tags),
                    text => UsageTagsJsonConverter.FromText(text)
                )
            );
        if (_postgreSql)
            property.HasColumnType("jsonb");
    }

    public static void Span<T>(PropertyBuilder<T> property, string column) =>
        property
            .HasColumnName(column)
            .HasConversion(
                new ValueConverter<TimeSpan, long>(
                    span => span.Ticks / TimeSpan.TicksPerMicrosecond,
                    value => TimeSpan.FromTicks(value * TimeSpan.TicksPerMicrosecond)
                )
            );
}
