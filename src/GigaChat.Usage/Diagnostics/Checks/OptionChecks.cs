using GigaChat.Usage.Recording;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace GigaChat.Usage.Diagnostics;

/// <summary>Whether tracking can be built at all; nothing else can be examined where it cannot.</summary>
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
            // The validator of these options tells no secrets; others may quote a connection string.
            var problems = string.Join(" ", error.Failures);
            findings.Add(
                UsageFinding.Of(
                    UsageFindingCode.OptionsWrong,
                    UsageFindingSeverity.Error,
                    $"The options of usage tracking are wrong: {problems}",
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
                    $"Usage tracking cannot be built from the application's services ({error.GetType().Name}).",
                    "Resolve IUsageRecorder from the services where the application starts: the error says what is missing or wrong.",
                    ("error", error.GetType().Name)
                )
            );
        }

        return null;
    }
}
