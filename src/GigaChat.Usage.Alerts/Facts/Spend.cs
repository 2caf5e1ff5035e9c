namespace GigaChat.Usage.Alerts;

/// <summary>A sum of usage.</summary>
internal readonly record struct Spend(decimal Rubles, long Tokens, long Calls)
{
    public Spend Plus(in Spend other) => new(Rubles + other.Rubles, Tokens + other.Tokens, Calls + other.Calls);
}
