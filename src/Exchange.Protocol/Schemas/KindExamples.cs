using System.Reflection;
using Exchange.Protocol.Messages;

namespace Exchange.Protocol.Schemas;

/// <summary>The examples of <c>Examples/KIND</c>: submissions of invented cases, which tests hold valid.</summary>
public static class KindExamples
{
    private const string Folder = "Examples/";

    /// <summary>Name and text of each, in the order of their names.</summary>
    public static IReadOnlyList<(string Name, string Json)> Of(CaseKind kind)
    {
        var folder = $"{Folder}{kind.Code}/";
        var assembly = Assembly.GetExecutingAssembly();
        return
        [
            .. assembly
                .GetManifestResourceNames()
                .Where(name => name.StartsWith(folder, StringComparison.Ordinal))
                .Order(StringComparer.Ordinal)
                .Select(name => (name[folder.Length..], Read(assembly, name))),
        ];
    }

    private static string Read(Assembly assembly, string name)
    {
        using var reader = new StreamReader(assembly.GetManifestResourceStream(name)!);
        return reader.ReadToEnd();
    }
}
