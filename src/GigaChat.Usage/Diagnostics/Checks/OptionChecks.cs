using GigaChat.Usage.Recording;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace GigaChat.Usage.Diagnostics;

/// <summary>Checks whether tracking can be created; nothing else can be examined if not.</summary>
internal static class OptionChecks
{
    public static GigaChatUsageOptions? TryRead(IServiceProvider services, List<UsageFinding> findings)
    {
        try
        {
            var options = services.GetRequiredService<IOptions<GigaChatUsageOptions>>().Value;
            services.GetRequiredService<IUsageRecorder>();
            return options;
        }
        catch (OptionsValidationException error) when (error.OptionsType == typeof(GigaChatUsageOptions))
        {
            // The validator of these options shows no secrets; others may quote a connection string.
            var problems = string.Join(" ", error.Failures);
            findings.Add(
                UsageFinding.Of(
                    UsageFindingCode.OptionsWrong,
                    UsageFindingSeverity.Error,
                    $"The options of usage tracking are not valid: {problems}",
                    "Correct them; a host would not have started with them.",
                    ("problems", problems)
                )
            );
        }
        catch (Exception error)
        {
            findings.Add(
                UsageFinding.Of(
                    UsageFindingCode.CannotBeBuilt,
                    UsageFindingSeverity.Error,
                    $"Usage tracking cannot be created from the application's services ({error.GetType().Name}).",
                    "Resolve IUsageRecorder from the services at the start of the application: the error contains what is missing or wrong.",
                    ("error", error.GetType().Name)
                )
            );
        }

        return null;
    }
}
