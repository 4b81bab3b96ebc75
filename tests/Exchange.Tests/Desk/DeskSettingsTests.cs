using Exchange.Desk;

namespace Exchange.Tests.Desk;

/// <summary>An unsafe desk does not start, and says which setting is why.</summary>
internal sealed class DeskSettingsTests
{
    private DirectoryInfo _folder = null!;

    private DeskSettings Good => new() { Gateway = "unix:/var/lib/exchange/api.sock", State = Path.Combine(_folder.FullName, "state") };

    [SetUp]
    public void Make() => _folder = Directory.CreateTempSubdirectory("exchange-desk-");

    [TearDown]
    public void Remove() => _folder.Delete(recursive: true);

    [Test]
    public void A_desk_on_this_machine_needs_a_gateway_and_a_folder_of_its_own()
    {
        Good.Fault().ShouldBeNull();
        File.GetUnixFileMode(Good.State).ShouldBe(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        (Good with { State = "" }).Fault().ShouldNotBeNull().ShouldContain("Desk:State");
        File.SetUnixFileMode(
            Good.State,
            UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute | UnixFileMode.GroupRead | UnixFileMode.GroupExecute
        );
        Good.Fault().ShouldNotBeNull().ShouldContain("chmod 700");
    }

    [TestCase("")]
    [TestCase("http://gateway.police.example:7480")]
    [TestCase("gateway.police.example")]
    public void A_gateway_is_a_socket_or_https(string gateway) =>
        (Good with { Gateway = gateway }).Fault().ShouldNotBeNull().ShouldContain("Desk:Gateway");

    [TestCase("http://desk.police.example", "plain HTTP")]
    [TestCase("http://0.0.0.0:7481", "plain HTTP")]
    [TestCase("https://desk.police.example", "Desk:Certificate")]
    [TestCase("ftp://desk.police.example", "Desk:Url")]
    [TestCase("desk", "Desk:Url")]
    public void Nobody_outside_this_machine_is_served_without_a_certificate(string url, string named) =>
        (Good with { Url = url }).Fault().ShouldNotBeNull().ShouldContain(named);

    [TestCase("http://id.police.example", "exchange-desk", 0x180, "Issuer")]
    [TestCase("https://id.police.example", "", 0x180, "ClientId")]
    [TestCase("https://id.police.example", "exchange-desk", 0x1A0, "chmod 600")]
    [TestCase("https://id.police.example", "exchange-desk", 0x180, null)]
    public void An_identity_provider_is_https_and_knows_the_desk_by_a_secret_of_its_own(
        string issuer,
        string client,
        int mode,
        string? named
    )
    {
        var secret = Path.Combine(_folder.FullName, "secret");
        File.WriteAllText(secret, "a secret");
        File.SetUnixFileMode(secret, (UnixFileMode)mode);
        var fault = (
            Good with
            {
                OpenIdConnect = new()
                {
                    Issuer = issuer,
                    ClientId = client,
                    ClientSecretFile = secret,
                },
            }
        ).Fault();
        if (named is null)
            fault.ShouldBeNull();
        else
            fault.ShouldNotBeNull().ShouldContain(named);
    }

    [Test]
    public void Cookies_are_bound_to_the_host_over_https()
    {
        (Good with { Url = "https://desk.police.example" }).CookieName("desk").ShouldBe("__Host-desk");
        Good.CookieName("desk").ShouldBe("desk");
    }
}
