namespace GigaChat.Usage.EntityFrameworkCore;

/// <summary>The levels that parts of a period are read from, the coarsest first.</summary>
internal enum UsageLevel
{
    Week,
    Day,
    Hour,
    Records,
}
