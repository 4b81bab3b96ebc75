using Exchange.Cli;
using Exchange.Cli.Gateway;

namespace Exchange.Tests.Cli;

internal sealed class GatewayProgramTests
{
    [TestCase("bin/Exchange.Cli/release", "bin/Exchange.Gateway/release", TestName = "The_gateway_is_found_as_it_is_built")]
    [TestCase("opt/Exchange.Cli", "opt/Exchange.Gateway", TestName = "The_gateway_is_found_published_into_a_sibling_folder")]
    [TestCase("opt", "opt", TestName = "The_gateway_is_found_published_into_the_same_folder")]
    public void The_gateway_is_found(string own, string its)
    {
        using var folder = new TemporaryFolder();
        Directory.CreateDirectory(folder.In(own));
        folder.Write("", its, "Exchange.Gateway.dll");
        folder.Write("", its, "Exchange.Gateway.runtimeconfig.json");

        var program = GatewayProgram.Find(folder.In(own) + Path.DirectorySeparatorChar);

        program.Arguments("run").ShouldBe(["exec", folder.In(its, "Exchange.Gateway.dll"), "run"]);
        File.Exists(program.FileName).ShouldBeTrue();
    }

    [Test]
    public void A_gateway_that_is_nowhere_is_a_failure_that_says_where_it_belongs()
    {
        using var folder = new TemporaryFolder();
        folder.Write("", "Exchange.Gateway.dll");

        Should.Throw<CommandFailedException>(() => GatewayProgram.Find(folder.Folder)).ToDo.ShouldNotBeNull().ShouldContain(folder.Folder);
    }
}
