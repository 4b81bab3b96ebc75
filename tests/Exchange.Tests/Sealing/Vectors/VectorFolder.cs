using System.Text.Json;

namespace Exchange.Tests.Sealing.Vectors;

/// <summary>
/// Test vectors from elsewhere: in the folder of <c>EXCHANGE_VECTORS</c>, or in <c>shared/vectors</c> beside the repository.
/// </summary>
internal static class VectorFolder
{
    private static readonly string Folder = Environment.GetEnvironmentVariable("EXCHANGE_VECTORS") ?? BesideTheRepository();

    public static string PathOf(string file)
    {
        var path = Path.Combine(Folder, file);
        Requirement.Need("vectors", Path.Exists(path), $"There is no {file} in {Folder}; EXCHANGE_VECTORS names another folder.");
        return path;
    }

    /// <summary>The tests of a Wycheproof file, each with its group.</summary>
    public static IEnumerable<(JsonElement Group, JsonElement Test)> Wycheproof(string file)
    {
        using var document = JsonDocument.Parse(File.ReadAllBytes(PathOf(file)));
        var root = document.RootElement.Clone();
        return from testGroup in root.GetProperty("testGroups").EnumerateArray()
               from test in testGroup.GetProperty("tests").EnumerateArray()
               select (testGroup, test);
    }

    public static byte[] Bytes(this JsonElement element, string member) => Convert.FromHexString(element.GetProperty(member).GetString()!);

    public static string Text(this JsonElement element, string member) => element.GetProperty(member).GetString()!;

    public static bool HasFlag(this JsonElement test, string flag) =>
        test.GetProperty("flags").EnumerateArray().Any(item => item.GetString() == flag);

    private static string BesideTheRepository()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "Exchange.sln")))
            folder = folder.Parent;
        return Path.Combine(folder?.Parent?.FullName ?? AppContext.BaseDirectory, "shared", "vectors");
    }
}
