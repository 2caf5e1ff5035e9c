using System.Text;
using GigaChat.Usage;
using GigaChat.Usage.Sample;

Console.OutputEncoding = Encoding.UTF8;
if (!SampleOptions.TryParse(args, out var options, out var mistake))
{
    await Console.Error.WriteLineAsync($"{mistake} Try --help.");
    return ExitCode.WrongUsage;
}

if (options.ShowHelp)
{
    Console.WriteLine(SampleOptions.Help);
    return ExitCode.Success;
}

try
{
    if (options.Reset)
        DatabaseFile.Delete(options.Database);
    if (options.Import is { } csv)
        return await ImportRun.RunAsync(
            csv,
            options.Database,
            new DjangoUsageImportOptions { TimeZone = options.ImportTimeZone, Model = options.ImportModel }
        );
    if (options.TransferTo is { } target)
        return await TransferRun.RunAsync(options.Database, target);
    if (options is { Examines: true, IsLoad: false } && File.Exists(options.Database))
        return await DoctorRun.RunAsync(options);
    if (RealApiSettings.FromEnvironment() is { } api)
        return await RealApiRun.RunAsync(options, api);
    return options.IsLoad ? await LoadRun.RunAsync(options) : await DemoRun.RunAsync(options);
}
catch (SampleException error)
{
    await Console.Error.WriteLineAsync(error.Message);
    return ExitCode.Failure;
}
catch (OperationCanceledException)
{
    await Console.Error.WriteLineAsync("Interrupted. What was recorded is in the database.");
    return ExitCode.Interrupted;
}
catch (Exception error)
{
    await Console.Error.WriteLineAsync($"The sample has failed: {error}");
    return ExitCode.Failure;
}
