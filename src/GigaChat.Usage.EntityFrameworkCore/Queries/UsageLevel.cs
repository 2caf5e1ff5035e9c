namespace GigaChat.Usage.EntityFrameworkCore;

/// <summary>Where a part of a period is read from, the coarsest first.</summary>
internal enum UsageLevel
{
    Week,
    Day,
    Hour,
    Records,
}
