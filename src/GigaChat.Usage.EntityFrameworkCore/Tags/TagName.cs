namespace GigaChat.Usage.EntityFrameworkCore;

/// <summary>A pair of a tag on a day of the report time zone.</summary>
internal readonly record struct TagName(long Day, string Key, string Value);
