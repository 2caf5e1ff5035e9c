using System.Runtime.CompilerServices;
using GigaChat.Usage.Pricing;

namespace GigaChat.Usage.AspNetCore;

/// <summary>The values that groups of a sum have in common, and their price.</summary>
internal readonly record struct GroupKey(
    GroupKey.SamePrice Price,
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
    /// <summary>The dimensions that a key can have.</summary>
    public const UsageDimensions Dimensions =
        PricedGroup.Dimensions
        | UsageDimensions.Day
        | UsageDimensions.Hour
        | UsageDimensions.Operation
        | UsageDimensions.Platform
        | UsageDimensions.AccessTokenType
        | UsageDimensions.Outcome;

    /// <summary>Gets the key by some of the dimensions of a group.</summary>
    public static GroupKey Of(in PricedGroup group, UsageDimensions by)
    {
        var usage = group.Usage;
        return new GroupKey(
            new SamePrice(group.Price),
            Has(UsageDimensions.Model) ? usage.Model : null,
            Has(UsageDimensions.Source) ? usage.Source : null,
            Has(UsageDimensions.Batch) ? usage.IsBatch : null,
            Has(UsageDimensions.Day) ? usage.Day : null,
            Has(UsageDimensions.Hour) ? usage.Hour : null,
            Has(UsageDimensions.Operation) ? usage.Operation?.Value : null,
            Has(UsageDimensions.Platform) ? usage.Platform : null,
            Has(UsageDimensions.AccessTokenType) ? usage.AccessTokenType : null,
            Has(UsageDimensions.Outcome) ? usage.Outcome : null
        );

        bool Has(UsageDimensions dimension) => (by & dimension) != 0;
    }

    /// <summary>Gets a group without sums that has these values.</summary>
    public UsageGroup Group() =>
        new()
        {
            Model = Model,
            Source = Source,
            IsBatch = IsBatch,
            Day = Day,
            Hour = Hour,
            Operation = Operation is null ? null : new UsageOperation(Operation),
            Platform = Platform,
            AccessTokenType = AccessTokenType,
            Outcome = Outcome,
        };

    /// <summary>A price, compared by reference: equal prices are one object in a book, and comparing all their figures
    /// would take longer than the sums.</summary>
    internal readonly struct SamePrice(ModelPrice? value) : IEquatable<SamePrice>
    {
        public ModelPrice? Value => value;

        public bool Equals(SamePrice other) => ReferenceEquals(value, other.Value);

        public override bool Equals(object? obj) => obj is SamePrice other && Equals(other);

        public override int GetHashCode() => RuntimeHelpers.GetHashCode(value);
    }
}
