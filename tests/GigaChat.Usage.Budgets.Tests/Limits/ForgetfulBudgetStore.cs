namespace GigaChat.Usage.Budgets.Tests.Limits;

/// <summary>A store that loses all it counts when a test says so, as a table does that is truncated.</summary>
internal sealed class ForgetfulBudgetStore : ChangedBudgetStore
{
    public void Forget() => Lose();
}
