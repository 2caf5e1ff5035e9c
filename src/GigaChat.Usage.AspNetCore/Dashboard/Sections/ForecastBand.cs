namespace GigaChat.Usage.AspNetCore;

/// <summary>What the end of the month is expected to bring, in tokens or rubles.</summary>
internal readonly record struct ForecastBand(double Low, double Expected, double High);
