using System.Reflection;
using FluentAssertions;
using NUnit.Framework;

namespace GigaChat.Usage.Tests.PublicApi;

/// <summary>A property that is added to a result breaks nobody: nobody else creates, copies or deconstructs it.</summary>
public sealed class ResultTypeTests
{
    private static Type[] Results { get; } =
    [
        typeof(AccessTokenTypeUsage),
        typeof(DailyUsage),
        typeof(ForecastDay),
        typeof(ForecastRange),
        typeof(ModelUsage),
        typeof(OperationUsage),
        typeof(ParkedRecord),
        typeof(TokenCalibration),
        typeof(UsageCost),
        typeof(UsageCostGroup),
        typeof(UsageCostLine),
        typeof(UsageDeadLetterReplay),
        typeof(UsageDiagnosis),
        typeof(UsageFinding),
        typeof(UsageForecast),
        typeof(UsageOutlook),
        typeof(UsageStatistics),
        typeof(UsageTotals),
        typeof(UserUsage),
    ];

    [TestCaseSource(nameof(Results))]
    public void A_result_is_created_by_the_library_alone_and_has_no_generated_members(Type result)
    {
        result.GetConstructors().Should().BeEmpty();
        result
            .GetMethods(BindingFlags.Public | BindingFlags.Instance | BindingFlags.DeclaredOnly)
            .Select(method => method.Name)
            .Should()
            .NotContain(["Equals", "GetHashCode", "Deconstruct", "<Clone>$"]);
    }
}
