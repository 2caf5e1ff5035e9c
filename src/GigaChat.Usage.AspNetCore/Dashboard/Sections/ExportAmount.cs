namespace GigaChat.Usage.AspNetCore;

/// <summary>An amount of tokens or of rubles in a file, the same in every language.</summary>
internal static class ExportAmount
{
    public static string Unit(bool inRubles) => inRubles ? "rubles" : "tokens";

    /// <summary>Gets a cell of <see cref="CellKind.Amount"/>: rubles as they are, tokens whole.</summary>
    public static object Of(decimal amount, bool inRubles) => inRubles ? amount : (object)(long)amount;
}
