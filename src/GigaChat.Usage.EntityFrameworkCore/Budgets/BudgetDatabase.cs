namespace GigaChat.Usage.EntityFrameworkCore;

/// <summary>A database of budgets beside the usage store.</summary>
internal sealed class BudgetDatabase : SeparateDatabase
{
    public BudgetDatabase(IServiceProvider application, Action<IGigaChatUsageBuilder> choose)
        : base(application, choose, "ShareBudgets") => Store = new EfBudgetStore(Database);

    public EfBudgetStore Store { get; }
}
