namespace GigaChat.Usage.Attribution;

/// <summary>One scope and those around it. Immutable, since every asynchronous flow that began inside goes on with it,
/// even when the scope is closed elsewhere.</summary>
internal sealed record ScopeLevel(
    UsageScope Scope,
    UsageContext Own,
    bool IsAlone,
    ScopeLevel? Outer,
    UsageContext Context
)
{
    /// <summary>The scopes around this one that its calls count for too; a resumed one belongs to other work than those
    /// around it.</summary>
    private ScopeLevel? Counted => IsAlone ? null : Outer;

    public static ScopeLevel Of(UsageScope scope, UsageContext own, bool isAlone, ScopeLevel? outer) =>
        new(scope, own, isAlone, outer, isAlone ? own : own.WithFallback(outer?.Context));

    /// <summary>The same levels without one, which need not be the innermost.</summary>
    public ScopeLevel? Without(UsageScope scope)
    {
        if (ReferenceEquals(Scope, scope))
            return Outer;
        var outer = Outer?.Without(scope);
        return ReferenceEquals(outer, Outer) ? this : Of(Scope, Own, IsAlone, outer);
    }

    public void StartCall()
    {
        for (var level = this; level is not null; level = level.Counted)
            level.Scope.StartCall();
    }

    public void EndCall()
    {
        for (var level = this; level is not null; level = level.Counted)
            level.Scope.EndCall();
    }

    public void Add(UsageRecord record, PriceBook prices)
    {
        for (var level = this; level is not null; level = level.Counted)
            level.Scope.Add(record, prices);
    }
}
