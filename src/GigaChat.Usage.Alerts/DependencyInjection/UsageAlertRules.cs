using System.Collections.ObjectModel;
using GigaChat.Usage.Configuration;
using Microsoft.Extensions.Options;

namespace GigaChat.Usage;

/// <summary>The rules of alerts. Those with defaults are there from the start; remove what is not wanted.</summary>
public sealed class UsageAlertRules : Collection<UsageAlertRule>
{
    internal UsageAlertRules()
        : base([
            new BudgetThresholdAlertRule(),
            new BudgetRefusalAlertRule(),
            new BudgetPaceAlertRule(),
            new PackageAlertRule(),
            new BalanceCoverageAlertRule(),
            new SpendBandAlertRule(),
            new SpendSpikeAlertRule(),
            new TokenPriceAlertRule(),
            new SilenceAlertRule(),
            new RecorderAlertRule(),
            new PriceMissingAlertRule(),
            new WireContractAlertRule(),
            new EstimateShareAlertRule(),
            new FailureRateAlertRule(),
            new DigestAlertRule(),
        ]) { }

    /// <summary>Removes the rules of a type.</summary>
    /// <typeparam name="TRule">The type.</typeparam>
    /// <returns>These rules.</returns>
    public UsageAlertRules Remove<TRule>()
        where TRule : UsageAlertRule
    {
        for (var i = Count - 1; i >= 0; i--)
        {
            if (this[i] is TRule)
                RemoveAt(i);
        }

        return this;
    }

    /// <summary>Sets the options of the rules of a type; without one it adds one first.</summary>
    /// <typeparam name="TRule">The type.</typeparam>
    /// <param name="configure">Sets the options.</param>
    /// <returns>These rules.</returns>
    public UsageAlertRules Configure<TRule>(Action<TRule> configure)
        where TRule : UsageAlertRule, new()
    {
        ArgumentNullException.ThrowIfNull(configure);
        if (!this.OfType<TRule>().Any())
            Add(new TRule());
        foreach (var rule in this.OfType<TRule>())
            configure(rule);
        return this;
    }

    /// <exception cref="OptionsValidationException">A rule is not valid, or two have the same name; the message names
    /// every problem.</exception>
    internal void Validate()
    {
        var problems = new List<string>();
        foreach (var rule in this)
            SettingProblems.Guard<object?>($"Rule '{rule.Name}'", problems, () =>
            {
                rule.Validate();
                return null;
            });
        if (
            this.GroupBy(static rule => rule.Name, StringComparer.Ordinal)
                .FirstOrDefault(static same => same.Skip(1).Any()) is
            { } twice
        )
            problems.Add($"Two alert rules have the name {twice.Key}: give one of them another in its constructor.");
        SettingProblems.ThrowIfAny(typeof(UsageAlertRule), problems);
    }
}
