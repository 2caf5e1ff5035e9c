using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace GigaChat.Usage.Tests.Doctor;

/// <summary>What the doctor sees of a standby from which queries read.</summary>
internal sealed class StandbyFindingTests
{
    [TestCase(1, UsageFindingSeverity.Notice)]
    [TestCase(60 * TimeSpan.TicksPerSecond, UsageFindingSeverity.Notice)]
    [TestCase((60 * TimeSpan.TicksPerSecond) + 1, UsageFindingSeverity.Warning)]
    public async Task A_standby_that_is_behind_is_found(long ticks, UsageFindingSeverity severity)
    {
        await using var patient = await StartAsync(TimeSpan.FromTicks(ticks));
        var finding = await patient.FindingAsync(UsageFindingCode.ReplicaLags);
        finding.Severity.Should().Be(severity);
        finding.Figures.Should().Equal(new Dictionary<string, object> { ["lag"] = TimeSpan.FromTicks(ticks) });
    }

    [TestCase(null)]
    [TestCase(0L)]
    [TestCase(-1L)]
    public async Task A_standby_that_has_all_is_well(long? ticks)
    {
        await using var patient = await StartAsync(ticks is { } lag ? TimeSpan.FromTicks(lag) : null);
        (await patient.ExamineAsync()).Findings.Should().BeEmpty();
    }

    /// <summary>An application with a call in its store, which reads from a standby.</summary>
    private static async Task<Patient> StartAsync(TimeSpan? lag)
    {
        var patient = new Patient(tracking: builder =>
            builder.Services.Replace(
                ServiceDescriptor.Singleton<IUsageReader>(services => new Standby(
                    (IUsageReader)services.GetRequiredService<IUsageStore>(),
                    lag
                ))
            )
        );
        await patient.Store.AppendAsync([ClientFindingTests.Old(patient)], default);
        return patient;
    }

    private sealed class Standby(IUsageReader primary, TimeSpan? lag) : IUsageReader, IUsageReplica
    {
        public Task<TimeSpan?> GetReplicationLagAsync(CancellationToken cancellationToken = default) =>
            Task.FromResult(lag);

        public Task<IReadOnlyList<UsageGroup>> AggregateAsync(
            UsageFilter filter,
            UsageGrouping groupBy,
            CancellationToken cancellationToken = default
        ) => primary.AggregateAsync(filter, groupBy, cancellationToken);

        public Task<UsagePageResult> ListAsync(
            UsageFilter filter,
            UsagePage page,
            CancellationToken cancellationToken = default
        ) => primary.ListAsync(filter, page, cancellationToken);

        public Task<UsageRecord?> FindAsync(Guid id, CancellationToken cancellationToken = default) =>
            primary.FindAsync(id, cancellationToken);
    }
}
