using System.Reflection;

namespace Exchange.Tests.Architecture;

internal sealed class ExceptionTests
{
    [TestCase("Exchange.Protocol")]
    [TestCase("Exchange.Sealing")]
    [TestCase("Exchange.Ledger")]
    [TestCase("Exchange.Gateway")]
    [TestCase("exchange")]
    public void An_exception_is_sealed_and_called_one(string assembly) =>
        Assembly
            .Load(assembly)
            .GetTypes()
            .Where(type =>
                type.IsAssignableTo(typeof(Exception)) && !(type.IsSealed && type.Name.EndsWith("Exception", StringComparison.Ordinal))
            )
            .ShouldBeEmpty();
}
