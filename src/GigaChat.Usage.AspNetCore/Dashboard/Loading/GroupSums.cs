using System.Runtime.InteropServices;
using GigaChat.Usage.Pricing;
using GigaChat.Usage.Storage;

namespace GigaChat.Usage.AspNetCore;

/// <summary>Adds up groups over the dimensions that are not wanted, as the store would.</summary>
internal static class GroupSums
{
    /// <summary>The dimensions that groups can be added up by.</summary>
    public const UsageDimensions Dimensions =
        PricedGroup.Dimensions
        | UsageDimensions.Day
        | UsageDimensions.Hour
        | UsageDimensions.Operation
        | UsageDimensions.Platform
        | UsageDimensions.AccessTokenType
        | UsageDimensions.Outcome;

    /// <summary>Gets the sums by some of the dimensions of groups. Sums are priced as a whole.</summary>
    public static IReadOnlyList<PricedGroup> By(IEnumerable<PricedGroup> groups, UsageDimensions by)
    {
        var sums = new Dictionary<Key, Sum>();

        // Equal prices are one object in a book; comparing all their figures would take longer than the sums.
        var prices = new Dictionary<object, int>(ReferenceEqualityComparer.Instance);
        foreach (var (usage, price) in groups)
        {
            var number = 0;
            if (price is not null && !prices.TryGetValue(price, out number))
                prices.Add(price, number = prices.Count + 1);
            ref var sum = ref CollectionsMarshal.GetValueRefOrAddDefault(sums, Key.Of(usage, number, by), out _);
            sum ??= new Sum(price);
            sum.Add(usage);
        }

        return [.. sums.Select(static sum => new PricedGroup(sum.Value.Group(sum.Key), sum.Value.Price))];
    }

    private sealed class Sum(ModelPrice? price)
    {
        private UsageSums _sums;

        public ModelPrice? Price => price;

        public void Add(UsageGroup group) => _sums.Add(group);

        public UsageGroup Group(Key key) =>
            _sums.In(
                new UsageGroup
                {
                    Model = key.Model,
                    Source = key.Source,
                    IsBatch = key.IsBatch,
                    Day = key.Day,
                    Hour = key.Hour,
                    Operation = key.Operation is null ? null : new UsageOperation(key.Operation),
                    Platform = key.Platform,
                    AccessTokenType = key.AccessTokenType,
                    Outcome = key.Outcome,
                }
            );
    }

    private readonly record struct Key(
        int Price,
        string? Model,
        UsageSource? Source,
        bool? IsBatch,
        DateOnly? Day,
        DateTimeOffset? Hour,
        string? Operation,
        string? Platform,
        string? AccessTokenType,
        UsageOutcome? Outcome
    )
    {
        public static Key Of(UsageGroup group, int price, UsageDimensions by)
        {
            return new Key(
                price,
                Has(UsageDimensions.Model) ? group.Model : null,
                Has(UsageDimensions.Source) ? group.Source : null,
                Has(UsageDimensions.Batch) ? group.IsBatch : null,
                Has(UsageDimensions.Day) ? group.Day : null,
                Has(UsageDimensions.Hour) ? group.Hour : null,
                Has(UsageDimensions.Operation) ? group.Operation?.Value : null,
                Has(UsageDimensions.Platform) ? group.Platform : null,
                Has(UsageDimensions.AccessTokenType) ? group.AccessTokenType : null,
                Has(UsageDimensions.Outcome) ? group.Outcome : null
            );

            bool Has(UsageDimensions dimension) => (by & dimension) != 0;
        }
    }
}
