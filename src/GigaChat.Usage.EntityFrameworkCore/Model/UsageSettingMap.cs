using GigaChat.Usage.Recording;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace GigaChat.Usage.EntityFrameworkCore;

internal static class UsageSettingMap
{
    public static void Configure(EntityTypeBuilder<UsageSetting> entity, UsageColumnStorage storage, string? schema)
    {
        entity.ToTable(UsageTables.SettingsName, schema);
        entity.HasKey(setting => setting.Name);
        storage.Text(entity.Property(setting => setting.Name), "name", UsageRecordLimits.Name);
        storage.Text(entity.Property(setting => setting.Value), "value", UsageRecordLimits.LongText);
    }
}
