using System.Text;
using GigaChat.Usage.Sample;
using GigaChat.Usage.WebSample;

Console.OutputEncoding = Encoding.UTF8;
if (!WebSampleOptions.TryParse(args, out var options, out var mistake))
{
    await Console.Error.WriteLineAsync($"{mistake} Try --help.");
    return ExitCode.WrongUsage;
}

if (options.ShowHelp)
{
    Console.WriteLine(WebSampleOptions.Help);
    return ExitCode.Success;
}

try
{
    if (options.Reset)
        DatabaseFile.Delete(options.Database);
    await WebSampleApp.RunAsync(options);
    return ExitCode.Success;
}
catch (Exception error) when (error is SampleException or IOException)
{
    await Console.Error.WriteLineAsync(error.Message);
    return ExitCode.Failure;
}
