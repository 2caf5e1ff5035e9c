using System.IO.Compression;
using System.Text;

namespace GigaChat.Usage;

/// <summary>The packages of the family see each other's internals, so they are used in one version.</summary>
[TestFixture]
internal sealed class FamilyVersionTests
{
    private static string Other => PackedLibraries.OtherVersion;

    private static IReadOnlyList<string> Names => PackedLibraries.Names;

    [TestCaseSource(nameof(Names))]
    public void A_package_takes_the_others_in_its_own_version_alone(string name)
    {
        using var package = new LibraryPackage(name);

        package
            .Versions.Where(static dependency => dependency.Id.StartsWith("GigaChat.Usage", StringComparison.Ordinal))
            .Select(static dependency => dependency.Version)
            .Should()
            .BeSubsetOf([$"[{PackedLibraries.Version}]"]);
    }

    [Test]
    public async Task A_mixed_pair_is_reported_at_restore_and_rejected_where_warnings_are_errors()
    {
        var folder = await MixedAsync("mixed", "GigaChat.Usage.OpenTelemetry", "GigaChat.Usage.Budgets");

        var (exitCode, output) = await DotNet.TryRunAsync("dotnet", folder.FullName, "restore", "Mixed.csproj");

        exitCode.Should().NotBe(0);
        output.Should().MatchRegex("NU1107|NU1608").And.Contain("GigaChat.Usage");
    }

    [Test]
    public async Task A_mixed_pair_of_which_restore_only_warns_does_not_build()
    {
        var folder = await MixedAsync("mixed-core", "GigaChat.Usage.OpenTelemetry", "GigaChat.Usage");

        var restored = await DotNet.TryRunAsync(
            "dotnet",
            folder.FullName,
            "restore",
            "Mixed.csproj",
            "-p:TreatWarningsAsErrors=false"
        );
        restored.ExitCode.Should().Be(0, restored.Output);
        var (exitCode, output) = await DotNet.TryRunAsync(
            "dotnet",
            folder.FullName,
            "build",
            "Mixed.csproj",
            "--no-restore",
            "-p:TreatWarningsAsErrors=false"
        );

        exitCode.Should().NotBe(0);
        output.Should().Contain("error GCU900").And.Contain(Other).And.Contain(PackedLibraries.Version);
    }

    /// <summary>Prepares a project that uses one package in this version and another in a second one.</summary>
    private static async Task<DirectoryInfo> MixedAsync(string name, string inThis, string inOther)
    {
        var folder = PackedLibraries.Consumers.CreateSubdirectory(name);
        var packed = folder.CreateSubdirectory("packed");
        foreach (var library in ((string[])["GigaChat.Usage", inOther]).Distinct())
            CopyAs(Other, library, packed);
        foreach (var file in Directory.GetFiles(PackedLibraries.Packages, "*.nupkg"))
            File.Copy(file, Path.Combine(packed.FullName, Path.GetFileName(file)));
        File.Copy(
            Path.Combine(PackedLibraries.Consumers.FullName, "nuget.config"),
            Path.Combine(folder.FullName, "nuget.config")
        );
        await File.WriteAllTextAsync(
            Path.Combine(folder.FullName, "Mixed.csproj"),
            $"""
            <Project Sdk="Microsoft.NET.Sdk">
              <PropertyGroup>
                <TargetFramework>net10.0</TargetFramework>
                <ManagePackageVersionsCentrally>false</ManagePackageVersionsCentrally>
              </PropertyGroup>
              <ItemGroup>
                <PackageReference Include="{inThis}" Version="{PackedLibraries.Version}" />
                <PackageReference Include="{inOther}" Version="{Other}" />
              </ItemGroup>
            </Project>
            """
        );
        return folder;
    }

    private static void CopyAs(string version, string name, DirectoryInfo folder)
    {
        var path = Path.Combine(folder.FullName, $"{name}.{version}.nupkg");
        File.Copy(Path.Combine(PackedLibraries.Packages, $"{name}.{PackedLibraries.Version}.nupkg"), path);
        using var package = ZipFile.Open(path, ZipArchiveMode.Update);
        foreach (
            var entry in package
                .Entries.Where(static entry =>
                    entry.FullName.EndsWith(".nuspec", StringComparison.Ordinal)
                    || entry.FullName.EndsWith(".targets", StringComparison.Ordinal)
                )
                .ToList()
        )
            Replace(package, entry, version);
    }

    private static void Replace(ZipArchive package, ZipArchiveEntry entry, string version)
    {
        string text;
        using (var reader = new StreamReader(entry.Open()))
            text = reader.ReadToEnd();
        entry.Delete();
        using var writer = new StreamWriter(package.CreateEntry(entry.FullName).Open(), Encoding.UTF8);
        writer.Write(text.Replace(PackedLibraries.Version, version, StringComparison.Ordinal));
    }
}
