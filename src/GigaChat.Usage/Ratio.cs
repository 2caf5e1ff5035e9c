namespace GigaChat.Usage;

/// <summary>A part of a whole as a number from 0 to 1; zero of zero is 0.</summary>
internal static class Ratio
{
    public static double Of(decimal part, decimal whole) => whole == 0 ? 0 : (double)(part / whole);
}
