using System.IO.Compression;
using System.Text;

namespace GigaChat.Usage;

/// <summary>The packages of the family see each other's internals, so they are used in one version.</summary>
[TestFixture]
internal sealed class FamilyVersionTests
{
    private const string Other = "0.1.0-other";

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
        var folder = PackedLibraries.Consumers.CreateSubdirectory("mixed");
        var packed = folder.CreateSubdirectory("packed");
        foreach (var name in (string[])["GigaChat.Usage", "GigaChat.Usage.Budgets"])
            CopyAs(Other, name, packed);
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
                <PackageReference Include="GigaChat.Usage.OpenTelemetry" Version="{PackedLibraries.Version}" />
                <PackageReference Include="GigaChat.Usage.Budgets" Version="{Other}" />
              </ItemGroup>
            </Project>
            """
        );

        var (exitCode, output) = await DotNet.TryRunAsync("dotnet", folder.FullName, "restore", "Mixed.csproj");

        exitCode.Should().NotBe(0);
        output.Should().MatchRegex("NU1107|NU1608").And.Contain("GigaChat.Usage");
    }

    private static void CopyAs(string version, string name, DirectoryInfo folder)
    {
        var path = Path.Combine(folder.FullName, $"{name}.{version}.nupkg");
        File.Copy(Path.Combine(PackedLibraries.Packages, $"{name}.{PackedLibraries.Version}.nupkg"), path);
        using var package = ZipFile.Open(path, ZipArchiveMode.Update);
        var entry = package.GetEntry($"{name}.nuspec")!;
        string text;
        using (var reader = new StreamReader(entry.Open()))
            text = reader.ReadToEnd();
        entry.Delete();
        using var writer = new StreamWriter(package.CreateEntry($"{name}.nuspec").Open(), Encoding.UTF8);
        writer.Write(text.Replace(PackedLibraries.Version, version, StringComparison.Ordinal));
    }
}
