using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace GigaChat.Usage.Configuration;

/// <summary>
/// Creates options that reload; when a change of the configuration is not valid, the last valid options stay in
/// effect.
/// </summary>
/// <remarks>
/// Without it an <see cref="IOptionsMonitor{TOptions}"/> throws at every use from an invalid change on, and nobody who
/// listens to changes is notified: budgets would end with a typing error.
/// </remarks>
internal sealed partial class LastValidOptionsFactory<
    [DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicParameterlessConstructor)] TOptions
>(
    IEnumerable<IConfigureOptions<TOptions>> setups,
    IEnumerable<IPostConfigureOptions<TOptions>> postConfigures,
    IEnumerable<IValidateOptions<TOptions>> validations,
    ILoggerFactory logs
) : IOptionsFactory<TOptions>
    where TOptions : class
{
    private readonly ILogger _logger = logs.CreateLogger("GigaChat.Usage.Configuration");
    private readonly OptionsFactory<TOptions> _factory = new(setups, postConfigures, validations);
    private readonly ConcurrentDictionary<string, TOptions> _last = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, string> _logged = new(StringComparer.Ordinal);

    public TOptions Create(string name)
    {
        try
        {
            var options = _factory.Create(name);
            _logged.TryRemove(name, out _);
            return _last[name] = options;
        }
        catch (OptionsValidationException error) when (_last.TryGetValue(name, out var last))
        {
            Log(name, error);
            return last;
        }
    }

    /// <summary>Logs a problem once: a configuration reloads as a whole, also for changes of other sections.</summary>
    private void Log(string name, OptionsValidationException error)
    {
        if (_logged.TryGetValue(name, out var logged) && logged == error.Message)
            return;
        _logged[name] = error.Message;
        try
        {
            LogInvalid(_logger, error.Message, error);
        }
        catch (Exception)
        {
            // A logger that throws must not keep the options from being used.
        }
    }

    [LoggerMessage(
        EventId = 601,
        EventName = "InvalidChange",
        Level = LogLevel.Error,
        Message = "The changed configuration is not valid, so the previous one stays in effect: {Problems}"
    )]
    private static partial void LogInvalid(ILogger logger, string problems, Exception error);
}
