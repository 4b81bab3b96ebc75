using System.Reflection;

namespace Exchange.Cli.Demo;

/// <summary>The submissions of the story.</summary>
internal static class StoryFile
{
    public static byte[] Read(string name)
    {
        using var resource = Assembly.GetExecutingAssembly().GetManifestResourceStream(name)!;
        using var json = new MemoryStream();
        resource.CopyTo(json);
        return json.ToArray();
    }
}
