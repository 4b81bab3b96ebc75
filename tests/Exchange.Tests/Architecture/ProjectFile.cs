using System.Xml.Linq;

namespace Exchange.Tests.Architecture;

/// <summary>What a project of <c>src</c> asks for, as it stands in its file.</summary>
internal sealed class ProjectFile
{
    private readonly XDocument _document;

    private ProjectFile(string name) => _document = XDocument.Load(Path.Combine(Repository.Root, "src", name, $"{name}.csproj"));

    public static ProjectFile Of(string name) => new(name);

    /// <summary>Names of the projects whose assembly it compiles against.</summary>
    public IEnumerable<string> Projects =>
        _document
            .Descendants("ProjectReference")
            .Where(reference => (string?)reference.Attribute("ReferenceOutputAssembly") != "false")
            .Select(reference => Path.GetFileNameWithoutExtension(reference.Attribute("Include")!.Value));

    public IEnumerable<string> Packages =>
        _document.Descendants("PackageReference").Select(reference => reference.Attribute("Include")!.Value);

    public string Sdk => _document.Root!.Attribute("Sdk")!.Value;
}
