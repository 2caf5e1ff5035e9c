using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;

namespace GigaChat.Usage.EntityFrameworkCore;

/// <summary>Creates one model per schema: EF Core builds a context's model once and would otherwise share it.</summary>
internal sealed class UsageModelCacheKeyFactory : IModelCacheKeyFactory
{
    public object Create(DbContext context, bool designTime) =>
        (context.GetType(), (context as UsageDbContext)?.Schema, designTime);
}
