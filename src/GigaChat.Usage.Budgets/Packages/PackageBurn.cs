namespace GigaChat.Usage.Budgets;

/// <summary>
/// Consumes the packages of one family in time order: of the usable ones, the one that expires first.
/// </summary>
/// <remarks>
/// Time only moves forward. Tokens are conserved: for each package bought = used + remaining, and consumed = used of
/// all packages + uncovered.
/// </remarks>
internal sealed class PackageBurn
{
    private readonly TokenPackage[] _packages;
    private readonly long[] _used;

    public PackageBurn(IEnumerable<TokenPackage> packages)
    {
        _packages =
        [
            .. packages
                .OrderBy(package => package.ExpiresAt ?? DateTimeOffset.MaxValue)
                .ThenBy(package => package.BoughtAt)
                .ThenBy(package => package.RublesPerMillionTokens),
        ];
        _used = new long[_packages.Length];
    }

    private PackageBurn(PackageBurn other)
    {
        _packages = other._packages;
        _used = [.. other._used];
    }

    /// <summary>The packages in the order of their consumption.</summary>
    public IReadOnlyList<TokenPackage> Packages => _packages;

    /// <summary>The number of tokens that were used after all packages were used up.</summary>
    public long Uncovered { get; private set; }

    /// <summary>The times at which the usable packages change, earliest first.</summary>
    public IEnumerable<DateTimeOffset> Changes =>
        _packages
            .SelectMany(package => new[] { package.BoughtAt, package.ExpiresAt })
            .OfType<DateTimeOffset>()
            .Distinct()
            .Order();

    public PackageBurn Copy() => new(this) { Uncovered = Uncovered };

    public long UsedOf(int index) => _used[index];

    public long LeftOf(int index) => _packages[index].Tokens - _used[index];

    /// <summary>Gets the tokens that are usable at a time.</summary>
    public long UsableAt(DateTimeOffset at) =>
        Enumerable.Range(0, _packages.Length).Where(i => IsUsable(i, at)).Sum(LeftOf);

    /// <summary>Consumes tokens at a time.</summary>
    /// <returns>The number of tokens that no package covered.</returns>
    public long Burn(long tokens, DateTimeOffset at)
    {
        for (var i = 0; i < _packages.Length && tokens > 0; i++)
        {
            if (!IsUsable(i, at))
                continue;
            var taken = Math.Min(tokens, LeftOf(i));
            _used[i] += taken;
            tokens -= taken;
        }

        Uncovered += tokens;
        return tokens;
    }

    private bool IsUsable(int index, DateTimeOffset at) =>
        at >= _packages[index].BoughtAt && !(at >= _packages[index].ExpiresAt);
}
