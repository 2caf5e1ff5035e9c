using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace GigaChat.Usage.EntityFrameworkCore;

internal static class UsageTextMap
{
    public static void Configure(EntityTypeBuilder<UsageText> entity, UsageColumnStorage storage, string? schema)
    {
        entity.ToTable(UsageTables.TextsName, schema);
        entity.HasKey(text => text.Id);
        entity.Property(text => text.Id).HasColumnName("id").ValueGeneratedOnAdd();
        storage.Text(entity.Property(text => text.Folded), "folded", maxLength: null);
    }
}
