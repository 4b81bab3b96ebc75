using System.Net;
using System.Net.Http.Json;
using System.Security.Cryptography;
using Exchange.Protocol.Api;
using Exchange.Protocol.Reading;

namespace Exchange.Tests.Gateway;

/// <summary>A person of a test's gateway, with its password and its authenticator.</summary>
internal sealed class TestPerson(string name)
{
    public const string Password = "correct horse battery";

    private readonly byte[] _secret = RandomNumberGenerator.GetBytes(Totp.SecretSize);

    public string Name => name;

    /// <summary>What its authenticator shows.</summary>
    public string CodeAt(DateTimeOffset time) => Totp.CodeAt(_secret, Totp.StepAt(time));

    public Enrolment Enrolment(string code, DateTimeOffset now, string password = Password) =>
        new()
        {
            EnrolmentCode = code,
            Password = password,
            Secret = Base32.Write(_secret),
            Code = CodeAt(now),
        };

    public SignIn SignIn(DateTimeOffset now, string password = Password, string? code = null) =>
        new()
        {
            Name = name,
            Password = password,
            Code = code ?? CodeAt(now),
        };

    /// <summary>Adds the person, and has it enrol.</summary>
    public static Task<TestPerson> EnrolAsync(
        HttpClient administrator,
        string name,
        DateTimeOffset now,
        params IReadOnlyList<Role> roles
    ) => EnrolAsync(administrator, name, now, roles, []);

    public static Task<TestPerson> EnrolAsync(
        HttpClient administrator,
        string name,
        DateTimeOffset now,
        IReadOnlyList<Role> roles,
        IReadOnlyList<string> units
    ) => EnrolAsync(administrator, new NewCaller(name, roles) { Units = units }, now);

    /// <inheritdoc cref="EnrolAsync(HttpClient, string, DateTimeOffset, IReadOnlyList{Role})"/>
    public static async Task<TestPerson> EnrolAsync(HttpClient administrator, NewCaller caller, DateTimeOffset now)
    {
        var person = new TestPerson(caller.Name);
        using var added = await administrator.PostAsJsonAsync("/api/v1/people", caller, ProtocolJson.Options);
        added.StatusCode.ShouldBe(HttpStatusCode.Created, await added.Content.ReadAsStringAsync());
        var code = (await added.Content.ReadFromJsonAsync<EnrolmentCodeView>(ProtocolJson.Options))!.Code;
        using var enrolled = await administrator.PostAsJsonAsync("/api/v1/enrolments", person.Enrolment(code, now), ProtocolJson.Options);
        enrolled.StatusCode.ShouldBe(HttpStatusCode.NoContent, await enrolled.Content.ReadAsStringAsync());
        return person;
    }
}
