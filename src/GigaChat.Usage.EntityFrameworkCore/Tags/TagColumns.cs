namespace GigaChat.Usage.EntityFrameworkCore;

/// <summary>The columns of a rollup by tag in the order of every statement.</summary>
internal static class TagColumns
{
    public static readonly SqlText[] AllKeys =
    [
        $"kind",
        $"bucket",
        $"tag_key",
        $"tag_value",
        $"operation",
        $"model",
        $"source",
        $"is_batch",
    ];

    public static readonly SqlText Keys = SqlText.List(AllKeys);
}
