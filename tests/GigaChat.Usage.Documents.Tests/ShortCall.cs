namespace GigaChat.Usage.Documents.Tests;

/// <summary>A call for recipes that leave it to the reader.</summary>
public static class ShortCall
{
    public static object Body { get; } = new
    {
        model = "GigaChat-2",
        messages = new[] { new { role = "user", content = "Что такое квант?" } },
    };
}
