using System.Diagnostics;

namespace GigaChat.Usage;

/// <summary>The libraries, packed once for all tests into a temporary folder, and beside them the programs that use the
/// packages; out of the repository, so that none of its settings reach them.</summary>
/// <remarks>Each run has a version of its own: a package of an earlier run, kept in the machine's package folder,
/// cannot stand in for what was just packed.</remarks>
[SetUpFixture]
internal sealed class PackedLibraries
{
    public static string Version { get; } = $"0.1.0-test.{Guid.CreateVersion7():N}";

    /// <summary>A second version, for a pair of packages that do not belong together.</summary>
    public static string OtherVersion { get; } = $"{Version}.other";

    public static DirectoryInfo Repository { get; } = RepositoryFolder.Find();

    /// <summary>Where the programs that use the packages are.</summary>
    public static DirectoryInfo Consumers { get; private set; } = null!;

    public static string Packages => Path.Combine(Consumers.FullName, "packed");

    /// <summary>The names of the libraries, from the folders in src.</summary>
    public static IReadOnlyList<string> Names { get; } =
    [
        .. Directory
            .GetFiles(Path.Combine(Repository.FullName, "src"), "*.csproj", SearchOption.AllDirectories)
            .Select(Path.GetFileNameWithoutExtension)
            .OfType<string>()
            .Order(StringComparer.Ordinal),
    ];

    [OneTimeSetUp]
    public async Task PackAsync()
    {
        Consumers = Directory.CreateTempSubdirectory("gigachat-usage-packages-");
        Copy(new DirectoryInfo(Path.Combine(AppContext.BaseDirectory, "Consumer")), Consumers);
        File.Copy(
            Path.Combine(Repository.FullName, "Directory.Packages.props"),
            Path.Combine(Consumers.FullName, "Repository.Packages.props")
        );

        var started = Stopwatch.GetTimestamp();
        await DotNet.RunAsync(
            Repository.FullName,
            "pack",
            "eng/Packages.slnf",
            "--configuration",
            "Release",
            "--output",
            Packages,
            $"-p:MinVerVersionOverride={Version}",
            $"-p:ArtifactsPath={Path.Combine(Consumers.FullName, "artifacts")}",
            "-p:ContinuousIntegrationBuild=true",
            "-p:RunAnalyzers=false"
        );

        // Packing takes longer than any of the programs: the limit of those grows with it on a slow or busy machine.
        DotNet.Patience = TimeSpan.FromMinutes(10) + (10 * Stopwatch.GetElapsedTime(started));
    }

    [OneTimeTearDown]
    public void Delete()
    {
        Consumers.Delete(recursive: true);
        var folder = Environment.GetEnvironmentVariable("NUGET_PACKAGES")
            ?? Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".nuget", "packages");
        foreach (
            var package in Names
                .SelectMany(
                    static _ => (string[])[Version, OtherVersion],
                    (name, version) => Path.Combine(folder, name.ToLowerInvariant(), version)
                )
                .Where(Directory.Exists)
        )
            Directory.Delete(package, recursive: true);
    }

    private static void Copy(DirectoryInfo from, DirectoryInfo to)
    {
        foreach (var file in from.EnumerateFiles())
            file.CopyTo(Path.Combine(to.FullName, file.Name));
        foreach (var folder in from.EnumerateDirectories())
            Copy(folder, to.CreateSubdirectory(folder.Name));
    }
}
