using System.IO.Compression;
using System.Xml.Linq;

namespace GigaChat.Usage;

/// <summary>A packed library, opened to look at.</summary>
internal sealed class LibraryPackage : IDisposable
{
    private readonly ZipArchive _package;
    private readonly ZipArchive _symbols;

    public LibraryPackage(string name)
    {
        _package = ZipFile.OpenRead(Path.Combine(PackedLibraries.Packages, $"{name}.{PackedLibraries.Version}.nupkg"));
        _symbols = ZipFile.OpenRead(Path.Combine(PackedLibraries.Packages, $"{name}.{PackedLibraries.Version}.snupkg"));
        using var nuspec = _package.GetEntry($"{name}.nuspec")!.Open();
        Metadata = XDocument.Load(nuspec).Root!.Elements().Single();
        Assembly = Read(_package, $"lib/net10.0/{name}.dll");
        Symbols = Read(_symbols, $"lib/net10.0/{name}.pdb");
    }

    public XElement Metadata { get; }

    public byte[] Assembly { get; }

    public byte[] Symbols { get; }

    /// <summary>The files of the package, without those that are the format's own.</summary>
    public IEnumerable<string> Files =>
        _package
            .Entries.Select(static entry => entry.FullName)
            .Where(static name =>
                !name.StartsWith("_rels/", StringComparison.Ordinal)
                && !name.StartsWith("package/", StringComparison.Ordinal)
                && name != "[Content_Types].xml"
            );

    public IEnumerable<string> Dependencies => Versions.Select(static dependency => dependency.Id);

    /// <summary>The dependencies with the versions that fit, in NuGet's notation.</summary>
    public IEnumerable<(string Id, string Version)> Versions =>
        Metadata
            .Descendants()
            .Where(static element => element.Name.LocalName == "dependency")
            .Select(static element => (element.Attribute("id")!.Value, element.Attribute("version")!.Value));

    public string? this[string element] =>
        Metadata.Elements().SingleOrDefault(child => child.Name.LocalName == element)?.Value;

    public void Dispose()
    {
        _package.Dispose();
        _symbols.Dispose();
    }

    private static byte[] Read(ZipArchive archive, string name)
    {
        using var content = new MemoryStream();
        using var entry = archive.GetEntry(name)!.Open();
        entry.CopyTo(content);
        return content.ToArray();
    }
}
