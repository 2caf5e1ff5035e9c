using GigaChat.Usage.Recording;
using GigaChat.Usage.Tests.Recording;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace GigaChat.Usage.Tests.Doctor;

/// <summary>What the doctor sees of the store, of its figures, and of the whole.</summary>
[TestFixture]
internal sealed partial class StoreFindingTests
{
    [Test]
    public async Task A_system_that_is_well_has_no_finding()
    {
        await using var patient = new Patient(tracking: static builder =>
            builder.AddBudgets(new UsageBudget { Name = "all", Rubles = 500 })
        );
        await patient.CallAsync(3);
        var diagnosis = await patient.ExamineAsync();
        diagnosis.Findings.Should().BeEmpty();
        (diagnosis.IsHealthy, diagnosis.HasErrors, diagnosis.ExaminedAt)
            .Should()
            .Be((true, false, patient.Clock.GetUtcNow()));
    }

    [Test]
    public void Every_code_is_another_one()
    {
        var codes = typeof(UsageFindingCode).GetFields().Select(static field => (string)field.GetValue(null)!).ToList();
        codes
            .Should()
            .OnlyHaveUniqueItems()
            .And.HaveCountGreaterThan(30)
            .And.OnlyContain(static code => code.Length == 6 && code.StartsWith("GCU"));
    }

    [Test]
    public async Task That_no_call_was_ever_seen_is_found_and_a_record_of_another_process_is_a_call()
    {
        await using var patient = new Patient();
        var finding = await patient.FindingAsync(UsageFindingCode.NoCallSeen);
        finding.Severity.Should().Be(UsageFindingSeverity.Notice);
        finding
            .Figures.Should()
            .Equal(
                new Dictionary<string, object>
                {
                    ["tracked"] = 2L,
                    ["clients"] = 2L,
                    ["days"] = 7L,
                }
            );

        await patient.Store.AppendAsync(
            [ClientFindingTests.Old(patient) with { CreatedAt = patient.Clock.GetUtcNow().AddDays(-8) }],
            default
        );
        await patient.FindingAsync(UsageFindingCode.NoCallSeen);
        await patient.Store.AppendAsync([ClientFindingTests.Old(patient)], default);
        (await patient.ExamineAsync()).Findings.Should().BeEmpty();
    }

    [Test]
    public async Task Where_no_call_was_seen_the_clients_that_are_tracked_are_counted()
    {
        await using var patient = new Patient(
            static options => options.TrackAllClients = false,
            static client => client.Services.AddHttpClient("named").AddGigaChatUsageTracking(),
            address: "https://other.example/"
        );
        var finding = await patient.FindingAsync(UsageFindingCode.NoCallSeen);
        (finding.Figures["tracked"], finding.Figures["clients"]).Should().Be((1L, 3L));
    }

    [Test]
    public async Task Tags_with_more_values_than_are_added_up_one_by_one_are_found()
    {
        await using var patient = new Patient();
        await patient.CallAsync(1);
        patient.Store.TagKeys = [new("tenant")];
        (await patient.ExamineAsync()).Findings.Should().BeEmpty();

        patient.Store.TagKeys = [new("tenant"), new("order") { HasOthers = true }, new("") { HasOthers = true }];
        (await patient.FindingAsync(UsageFindingCode.TagValuesBeyondLimit)).Figures["tag"].Should().Be("order, …");
    }

    [Test]
    public async Task A_time_zone_that_nobody_knows_is_found()
    {
        await using var patient = new Patient(static options => options.TimeZone = "Mars/Olympus");
        (await patient.FindingAsync(UsageFindingCode.OptionsWrong))
            .Seen.Should()
            .Contain("Mars/Olympus")
            .And.Contain("TimeZone");
    }

    [Test]
    [Property("Lesson", "L11")]
    public async Task A_model_without_a_price_is_found()
    {
        await using var patient = new Patient
        {
            Answer = Patient.Good.Replace("GigaChat-2:2.0.28.2", "GigaChat-9-Titan:1.0", StringComparison.Ordinal),
        };
        await patient.CallAsync(2);

        var finding = await patient.FindingAsync(UsageFindingCode.PriceMissing);
        (finding.Figures["tokens"], finding.Figures["models"], finding.Figures["book"])
            .Should()
            .Be((52L, "GigaChat-9-Titan", PriceBook.Sber.Name));
    }

    [TestCase(5, false)]
    [TestCase(6, true)]
    public async Task Of_models_without_a_price_five_are_named(int models, bool areMore)
    {
        await using var patient = new Patient();
        await patient.Store.AppendAsync(
            [
                .. Enumerable
                    .Range(1, models)
                    .Select(i =>
                        ClientFindingTests.Old(patient) with
                        {
                            Id = Guid.CreateVersion7(),
                            Model = $"Titan-{i}",
                        }
                    ),
            ],
            default
        );

        var finding = await patient.FindingAsync(UsageFindingCode.PriceMissing);
        var names = "Titan-1, Titan-2, Titan-3, Titan-4, Titan-5" + (areMore ? ", …" : "");
        finding.Figures["models"].Should().Be(names);
    }

    [Test]
    [Property("Lesson", "L20")]
    public async Task Many_estimates_are_found()
    {
        await using var patient = new Patient();
        var record = ClientFindingTests.Old(patient);
        await patient.Store.AppendAsync(
            [
                record with
                {
                    TotalTokens = 800,
                },
                record with
                {
                    Id = Guid.CreateVersion7(),
                    TotalTokens = 200,
                    Source = UsageSource.Estimated,
                },
            ],
            default
        );
        (await patient.ExamineAsync()).Findings.Should().BeEmpty("a fifth is not many");

        await patient.Store.AppendAsync(
            [record with { Id = Guid.CreateVersion7(), TotalTokens = 250, Source = UsageSource.Estimated }],
            default
        );
        var finding = await patient.FindingAsync(UsageFindingCode.ManyEstimates);
        finding.Seen.Should().Contain("36%").And.Contain("450");
        finding.Figures["share"].Should().Be(450 / 1250d);
    }

    [Test]
    public async Task A_machine_without_time_zones_is_found()
    {
        await using var patient = new Patient(tracking: static builder =>
            builder.Services.Replace(
                ServiceDescriptor.Singleton(static services => new GigaChatTokenUsage(
                    services.GetRequiredService<IUsageReader>(),
                    timeZone: ReportTimeZone.Fallback,
                    timeProvider: services.GetRequiredService<TimeProvider>()
                ))
            )
        );
        await patient.CallAsync();
        (await patient.FindingAsync(UsageFindingCode.NoTimeZones)).Severity.Should().Be(UsageFindingSeverity.Notice);
    }

    [TestCase(BudgetFailureMode.Open, BudgetAction.Throw, UsageFindingCode.BudgetsOpen)]
    [TestCase(BudgetFailureMode.Closed, BudgetAction.Throw, UsageFindingCode.BudgetsClosed)]
    [TestCase(
        BudgetFailureMode.Closed,
        BudgetAction.Warn,
        UsageFindingCode.BudgetsOpen,
        Description = "a budget that only warns refuses nothing"
    )]
    public async Task Budgets_whose_store_is_down_are_found_while_it_lasts(
        BudgetFailureMode mode,
        BudgetAction action,
        string code
    )
    {
        await using var patient = new Patient(tracking: builder =>
        {
            builder
                .AddBudgets(
                    new UsageBudget
                    {
                        Name = "all",
                        Tokens = 1_000_000,
                        Action = action,
                    }
                )
                .UseBudgetOptions(options => options.WhenUnknown = mode);
            builder.Services.Replace(ServiceDescriptor.Singleton<IBudgetStore, BrokenBudgetStore>());
        });
        await patient.Store.AppendAsync([ClientFindingTests.Old(patient)], default);
        for (var i = 0; i < 2; i++)
        {
            try
            {
                await patient.CallAsync();
            }
            catch (GigaChatBudgetExceededException) when (mode == BudgetFailureMode.Closed)
            {
                // As it was chosen.
            }
        }

        var finding = await patient.FindingAsync(code);
        (finding.Severity, finding.Figures["calls"]).Should().Be((UsageFindingSeverity.Error, 2L));
        patient.Clock.Advance(TimeSpan.FromMinutes(6));
        (await patient.ExamineAsync()).Findings.Should().BeEmpty("no call has met it for five minutes");
    }

    [Test, Property("Lesson", "L27")]
    public async Task Budgets_that_cannot_read_bodies_are_found()
    {
        await using var patient = new Patient(
            client: static client => client.AddHttpMessageHandler(static () => new PackingHandler()),
            tracking: static builder => builder.AddBudgets(new UsageBudget { Name = "all", Rubles = 500 })
        );
        await patient.Store.AppendAsync([ClientFindingTests.Old(patient)], default);

        await patient.CallAsync(2);

        var finding = (await patient.ExamineAsync())
            .Findings.Should()
            .ContainSingle(found => found.Code == UsageFindingCode.BudgetsBlind)
            .Which;
        (finding.Severity, finding.Figures["calls"]).Should().Be((UsageFindingSeverity.Warning, 2L));
        finding.Advice.Should().Contain("uncompressed");
    }

    [Test]
    public async Task Where_a_part_cannot_be_examined_the_others_are()
    {
        await using var patient = new Patient(tracking: static builder =>
            builder.Services.Replace(ServiceDescriptor.Singleton<IUsageRecorder, MuteRecorder>())
        );
        patient.Store.Schema = UsageStoreSchemaState.Newer;
        await patient.Store.AppendAsync([ClientFindingTests.Old(patient)], default);
        var findings = (await patient.ExamineAsync()).Findings;
        findings
            .Select(static finding => finding.Code)
            .Should()
            .Equal(UsageFindingCode.SchemaNewer, UsageFindingCode.ExaminationFailed);
        findings[1]
            .Figures.Should()
            .Equal(new Dictionary<string, object> { ["part"] = "recorder", ["error"] = nameof(NotSupportedException) });
    }

    private sealed class MuteRecorder : IUsageRecorder
    {
        public UsageRecorderCounters Counters => throw new NotSupportedException("hunter2");

        public bool TryRecord(UsageRecord record) => false;

        public Task FlushAsync(CancellationToken cancellationToken = default) => Task.CompletedTask;
    }

    /// <summary>Says of each body that it is compressed.</summary>
    private sealed class PackingHandler : DelegatingHandler
    {
        protected override Task<HttpResponseMessage> SendAsync(
            HttpRequestMessage request,
            CancellationToken cancellationToken
        )
        {
            request.Content!.Headers.ContentEncoding.Add("br");
            return base.SendAsync(request, cancellationToken);
        }
    }
}
