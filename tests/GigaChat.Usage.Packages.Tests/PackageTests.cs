using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;
using System.Text;

namespace GigaChat.Usage;

/// <summary>What is in the packages.</summary>
[TestFixture]
internal sealed class PackageTests
{
    private static IReadOnlyList<string> Names => PackedLibraries.Names;

    [Test]
    public void Every_library_is_packed_and_nothing_else() =>
        Directory
            .GetFiles(PackedLibraries.Packages)
            .Select(Path.GetFileName)
            .Should()
            .BeEquivalentTo(
                Names.SelectMany(static name =>
                    (string[])[$"{name}.{PackedLibraries.Version}.nupkg", $"{name}.{PackedLibraries.Version}.snupkg"]
                )
            );

    [TestCaseSource(nameof(Names))]
    public void A_package_says_what_it_is(string name)
    {
        using var package = new LibraryPackage(name);

        package["license"].Should().Be("MIT");
        package["description"].Should().Contain("GigaChat").And.NotBe("Package Description");
        package["readme"].Should().Be("README.md");
        package["icon"].Should().Be("icon.png");
        package["tags"].Should().Contain("gigachat");
        package["authors"].Should().Be("The GigaChat.Usage contributors");
    }

    [TestCaseSource(nameof(Names))]
    public void A_package_holds_the_library_its_documentation_a_page_and_an_icon(string name)
    {
        using var package = new LibraryPackage(name);

        package
            .Files.Should()
            .BeEquivalentTo(
                $"{name}.nuspec",
                "README.md",
                "icon.png",
                $"buildTransitive/{name}.targets",
                $"lib/net10.0/{name}.dll",
                $"lib/net10.0/{name}.xml"
            );
    }

    [TestCaseSource(nameof(Names))]
    public void A_library_is_built_the_same_way_everywhere(string name)
    {
        using var package = new LibraryPackage(name);
        using var image = new PEReader(new MemoryStream(package.Assembly));

        image.ReadDebugDirectory().Should().Contain(entry => entry.Type == DebugDirectoryEntryType.Reproducible);
        foreach (var content in (byte[][])[package.Assembly, package.Symbols])
        {
            Encoding.UTF8.GetString(content).Should().NotContain(PackedLibraries.Repository.FullName);
            Encoding.Unicode.GetString(content).Should().NotContain(PackedLibraries.Repository.FullName);
        }
    }

    [Test]
    public void The_core_depends_on_the_extensions_of_dotnet_alone()
    {
        using var core = new LibraryPackage("GigaChat.Usage");

        core.Dependencies.Should()
            .NotBeEmpty()
            .And.OnlyContain(id => id.StartsWith("Microsoft.Extensions.", StringComparison.Ordinal));
    }

    [TestCase(
        "GigaChat.Usage.Alerts",
        "GigaChat.Usage",
        "GigaChat.Usage.Budgets",
        "Microsoft.Extensions.Http.Resilience"
    )]
    [TestCase("GigaChat.Usage.Alerts.Email", "GigaChat.Usage", "GigaChat.Usage.Alerts", "MailKit")]
    [TestCase("GigaChat.Usage.AspNetCore", "GigaChat.Usage", "GigaChat.Usage.Budgets", "SpreadCheetah")]
    [TestCase("GigaChat.Usage.Testing")]
    [TestCase("GigaChat.Usage.OpenTelemetry", "GigaChat.Usage", "OpenTelemetry.Api")]
    [TestCase("GigaChat.Usage.Budgets", "GigaChat.Usage")]
    [TestCase("GigaChat.Usage.ClickHouse", "ClickHouse.Driver", "GigaChat.Usage", "NodaTime")]
    [TestCase("GigaChat.Usage.Import", "CsvHelper", "GigaChat.Usage")]
    [TestCase("GigaChat.Usage.Testing.NUnit", "CsCheck", "GigaChat.Usage", "NUnit")]
    [TestCase("GigaChat.Usage.Sqlite", "GigaChat.Usage.EntityFrameworkCore", "Microsoft.EntityFrameworkCore.Sqlite")]
    public void A_package_brings_no_more_than_it_needs(string name, params string[] dependencies)
    {
        using var package = new LibraryPackage(name);

        package.Dependencies.Should().BeEquivalentTo(dependencies);
    }

    [TestCase("GigaChat.Usage")]
    [TestCase("GigaChat.Usage.Budgets")]
    [TestCase("GigaChat.Usage.OpenTelemetry")]
    [TestCase("GigaChat.Usage.Tokenizers")]
    public void A_library_says_that_it_can_be_trimmed_and_compiled_ahead_of_time(string name)
    {
        using var package = new LibraryPackage(name);
        using var image = new PEReader(new MemoryStream(package.Assembly));
        var metadata = image.GetMetadataReader();

        var said = metadata
            .GetAssemblyDefinition()
            .GetCustomAttributes()
            .Select(attribute => metadata.GetBlobReader(metadata.GetCustomAttribute(attribute).Value))
            .Select(static blob => Encoding.UTF8.GetString(blob.ReadBytes(blob.Length)))
            .ToList();
        said.Should().Contain(value => value.Contains("IsTrimmable\u0004True", StringComparison.Ordinal));
        said.Should().Contain(value => value.Contains("IsAotCompatible\u0004True", StringComparison.Ordinal));
    }
}
