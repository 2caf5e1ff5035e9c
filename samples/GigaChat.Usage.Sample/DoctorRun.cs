namespace GigaChat.Usage.Sample;

/// <summary>Looks at a database that is there, and at how the sample is put together. Sends nothing and changes
/// nothing.</summary>
internal static class DoctorRun
{
    public static async Task<int> RunAsync(SampleOptions options)
    {
        using var host = SampleHost.Build(
            options,
            RealApiSettings.DefaultBaseAddress,
            static (_, _) => { },
            migrates: false
        );
        var terminal = new Terminal();
        terminal.Note($"Examining {Path.GetFullPath(options.Database)}; no call is sent.");
        return await DoctorReport.WriteAsync(host.Services, terminal, CancellationToken.None);
    }
}
