using System.CommandLine;
using System.Text.Json;
using Exchange.Cli;
using Exchange.Cli.Messages;
using Exchange.Protocol.Api;
using Exchange.Protocol.Reading;

namespace Exchange.Tests.Cli;

/// <summary>
/// Walks every verb with each of its arguments and options, once with a sensible value and once with a wrong one. The list of
/// what there is comes from the command line itself: what is added there and not walked here is a failure.
/// </summary>
internal sealed class CommandWalkTests
{
    private const int Ok = 0,
        Failed = 1,
        Usage = 2,
        Refused = 3,
        VerificationFailed = 4;

    private const string Init = "party init BGD --mailbox mailbox.example:5671 --home ~/{n}";
    private const string Acknowledge = "acknowledge {received} --unit \"Unit 7\" --case-officer Duty --home ~/BGD";
    private const string Key = "--key {key}";
    private const string NoSuch = "Check the name or the id";
    private const string NoHome = "Create one with: exchange party init";
    private const string Form = "Give a country's three-letter code";

    private static readonly IReadOnlyList<Walk> OwnWalks =
    [
        .. On(
            WalkStage.Gateway,
            new(
                "submit",
                "FILE.json",
                "submit ~/request.json --home ~/BGD",
                "submit ~/none.json --home ~/BGD",
                Usage,
                "Give the name of a file"
            ),
            new(
                "submit",
                "--key",
                $"submit ~/request.json {Key} --home ~/BGD",
                "submit ~/request.json --key 7 --home ~/BGD",
                Usage,
                "it must be UUID"
            ),
            new("inbox", "--all", "inbox --all --home ~/BGD", "inbox --all=most --home ~/BGD", Usage, "See: exchange inbox --help"),
            new(
                "inbox",
                "--overdue",
                "inbox --overdue --json --home ~/BGD",
                "inbox --overdue=most --home ~/BGD",
                Usage,
                "See: exchange inbox --help"
            ),
            new("inbox", "--counterpart", "inbox --counterpart MYS --home ~/BGD", "inbox --counterpart THA --home ~/BGD", Refused, NoSuch),
            new("inbox", "--before", "inbox --before 1000 --home ~/BGD", "inbox --before 0 --home ~/BGD", Usage, "it must be NUMBER"),
            new("cases", "--counterpart", "cases --counterpart MYS --home ~/BGD", "cases --counterpart THA --home ~/BGD", Refused, NoSuch),
            new(
                "cases",
                "--kind",
                "cases --kind request --home ~/BGD",
                "cases --kind greeting --home ~/BGD",
                Refused,
                "must be one of request"
            ),
            new(
                "cases",
                "--status",
                "cases --status delivered --home ~/BGD",
                "cases --status finished --home ~/BGD",
                Refused,
                "must be one of"
            ),
            new(
                "cases",
                "--reference",
                "cases --reference BGD-MYS-2026-000001 --json --home ~/BGD",
                "cases --reference --home ~/BGD",
                Usage,
                "See: exchange cases --help"
            ),
            new(
                "cases",
                "--due-before",
                "cases --due-before 2099-01-01 --home ~/BGD",
                "cases --due-before soon --home ~/BGD",
                Refused,
                "must be a time in UTC"
            ),
            new("cases", "--ours", "cases --ours --home ~/BGD", "cases --ours=most --home ~/BGD", Usage, "See: exchange cases --help"),
            new(
                "cases",
                "--overdue",
                "cases --overdue --json --home ~/BGD",
                "cases --overdue=most --home ~/BGD",
                Usage,
                "See: exchange cases --help"
            ),
            new(
                "cases",
                "--brought-back",
                "cases --brought-back --json --home ~/BGD",
                "cases --brought-back=most --home ~/BGD",
                Usage,
                "See: exchange cases --help"
            ),
            new("cases", "--unit", "cases --unit CID --json --home ~/BGD", "cases --unit Z --home ~/BGD", Refused, "must be one of CID"),
            new(
                "cases",
                "--mine",
                "cases --mine --json --home ~/BGD",
                "cases --mine --unassigned --home ~/BGD",
                Usage,
                "Give one of --mine"
            ),
            new(
                "cases",
                "--unassigned",
                "cases --unassigned --json --home ~/BGD",
                "cases --unassigned=most --home ~/BGD",
                Usage,
                "See: exchange cases --help"
            ),
            new(
                "assign",
                "ID",
                "assign {received} --none --home ~/BGD",
                "assign BGD-MYS --none --home ~/BGD",
                Usage,
                "exchange inbox --all"
            ),
            new(
                "assign",
                "--unit",
                "assign {received} --unit CID --home ~/BGD",
                "assign {received} --unit Z --home ~/BGD",
                Refused,
                "must be one of CID"
            ),
            new(
                "assign",
                "--officer",
                "assign {received} --unit CID --officer salma --home ~/BGD",
                "assign {received} --unit CID --officer karim --home ~/BGD",
                Refused,
                "of that unit"
            ),
            new("assign", "--mine", null, "assign {received} --mine --unit CID --home ~/BGD", Refused, "is for a person")
            {
                Elsewhere = ("../Exchange.Tests/Gateway/UnitTests.cs", "\"assign\", reference, \"--mine\""),
            },
            new(
                "assign",
                "--none",
                "assign {received} --none --home ~/BGD",
                "assign {received} --none --unit CID --home ~/BGD",
                Usage,
                "--none alone"
            ),
            new(
                "assign",
                "--counterpart",
                "assign {received} --none --counterpart MYS --home ~/BGD",
                "assign {received} --none --counterpart THA --home ~/BGD",
                Refused,
                NoSuch
            ),
            new(
                "bring-back",
                "ID",
                "bring-back {received} --on 2099-12-01 --home ~/BGD",
                "bring-back BGD-MYS --on 2099-12-01 --home ~/BGD",
                Usage,
                "exchange inbox --all"
            ),
            new(
                "bring-back",
                "--on",
                "bring-back {received} --on none --home ~/BGD",
                "bring-back {received} --on 2025-12-01 --home ~/BGD",
                Refused,
                "must be in the future"
            ),
            new(
                "bring-back",
                "--sender",
                "bring-back {received} --on 2099-12-01 --sender MYS --home ~/BGD",
                "bring-back {received} --on 2099-12-01 --sender BGD --home ~/BGD",
                Refused,
                NoSuch
            ),
            new(
                "hold",
                "ID",
                "hold {received} --reason investigation --home ~/BGD",
                "hold BGD-MYS --reason investigation --home ~/BGD",
                Usage,
                "exchange inbox --all"
            ),
            new(
                "hold",
                "--reason",
                "hold {received} --reason court-proceedings --home ~/BGD",
                "hold {received} --reason habit --home ~/BGD",
                Refused,
                "must be one of court-proceedings"
            ),
            new(
                "hold",
                "--sender",
                "hold {received} --reason investigation --sender MYS --home ~/BGD",
                "hold {received} --reason investigation --sender BGD --home ~/BGD",
                Refused,
                NoSuch
            ),
            new(
                "lift-hold",
                "ID",
                "lift-hold {received} --yes --home ~/BGD",
                "lift-hold BGD-MYS --yes --home ~/BGD",
                Usage,
                "exchange inbox --all"
            ),
            new(
                "lift-hold",
                "--sender",
                "lift-hold {received} --yes --sender MYS --home ~/BGD",
                "lift-hold {received} --yes --sender BGD --home ~/BGD",
                Refused,
                NoSuch
            ),
            new("lift-hold", "--yes", "lift-hold {received} --yes --home ~/BGD", "lift-hold {received} --home ~/BGD", Usage, "--yes"),
            new(
                "cases",
                "--held",
                "cases --held --json --home ~/BGD",
                "cases --held --mine --home ~/BGD",
                Usage,
                "--unassigned and --held"
            ),
            new(
                "contacts",
                "--counterpart",
                "contacts --counterpart MYS --home ~/BGD",
                "contacts --counterpart THA --home ~/BGD",
                Refused,
                NoSuch
            ),
            new(
                "actions",
                "--counterpart",
                "actions --counterpart MYS --home ~/BGD",
                "actions --counterpart THA --home ~/BGD",
                Refused,
                NoSuch
            ),
            new(
                "actions",
                "--status",
                "actions --status open --home ~/BGD",
                "actions --status finished --home ~/BGD",
                Refused,
                "must be one of open"
            ),
            new(
                "actions",
                "--recap",
                "actions --recap --home ~/BGD",
                "actions --recap=short --home ~/BGD",
                Usage,
                "See: exchange actions --help"
            ),
            new("lessons", "WORDS", "lessons buses --home ~/BGD", $"lessons {new string('x', 201)} --home ~/BGD", Refused, "at most 200"),
            new("lessons", "--before", "lessons --before 1000 --home ~/BGD", "lessons --before 0 --home ~/BGD", Usage, "it must be NUMBER"),
            new(
                "cases",
                "--before",
                "cases --before 2036-11-23T16:00:00.000Z --home ~/BGD",
                "cases --before yesterday --home ~/BGD",
                Refused,
                "must be a time"
            ),
            new("show", "ID", "show {received} --home ~/BGD", "show BGD-MYS --home ~/BGD", Usage, "exchange inbox --all"),
            new(
                "show",
                "--sender",
                "show {received} --sender MYS --home ~/BGD",
                "show {received} --sender BGD --home ~/BGD",
                Refused,
                NoSuch
            ),
            new(
                "acknowledge",
                "ID",
                Acknowledge,
                Acknowledge.Replace("{received}", "{sent}", StringComparison.Ordinal),
                Refused,
                "exchange inbox"
            ),
            new(
                "acknowledge",
                "--unit",
                Acknowledge,
                Acknowledge.Replace("\"Unit 7\"", "\"\"", StringComparison.Ordinal),
                Refused,
                "/body/unit: "
            ),
            new(
                "acknowledge",
                "--case-officer",
                Acknowledge,
                Acknowledge.Replace("Duty", "\"\"", StringComparison.Ordinal),
                Refused,
                "/body/caseOfficer: "
            ),
            new("acknowledge", "--access", $"{Acknowledge} --access indirect", $"{Acknowledge} --access secret", Usage, "--access"),
            new("acknowledge", "--sender", $"{Acknowledge} --sender MYS", $"{Acknowledge} --sender Malaysia", Usage, Form),
            new("acknowledge", "--key", $"{Acknowledge} {Key}", $"{Acknowledge} --key 7", Usage, "it must be UUID"),
            new(
                "respond",
                "ID",
                "respond {received} ~/answer.json --home ~/BGD",
                "respond BGD-MYS-2026-000009 ~/answer.json --home ~/BGD",
                Refused,
                "exchange inbox --all"
            ),
            new(
                "respond",
                "FILE.json",
                "respond {received} ~/answer.json --home ~/BGD",
                "respond {received} ~/request.json --home ~/BGD",
                Refused,
                "/body"
            ),
            new(
                "respond",
                "--sender",
                "respond {received} ~/answer.json --sender MYS --home ~/BGD",
                "respond {received} ~/answer.json --sender BGD --home ~/BGD",
                Refused,
                NoSuch
            ),
            new(
                "respond",
                "--key",
                $"respond {{received}} ~/answer.json {Key} --home ~/BGD",
                "respond {received} ~/answer.json --key 7 --home ~/BGD",
                Usage,
                "it must be UUID"
            ),
            new(
                "draft new",
                "FILE.json",
                "draft new ~/request.json --home ~/BGD",
                "draft new ~/none.json --home ~/BGD",
                Usage,
                "Give the name of a file"
            ),
            new(
                "draft new",
                "--reply-to",
                "draft new ~/answer.json --kind response --reply-to {received} --home ~/BGD",
                "draft new ~/answer.json --kind response --reply-to BGD-MYS --home ~/BGD",
                Usage,
                "exchange inbox --all"
            ),
            new(
                "draft new",
                "--sender",
                "draft new ~/answer.json --kind response --reply-to {received} --sender MYS --home ~/BGD",
                "draft new ~/answer.json --kind response --reply-to {received} --sender BGD --home ~/BGD",
                Refused,
                NoSuch
            ),
            new(
                "draft new",
                "--kind",
                "draft new ~/request.json --kind request --home ~/BGD",
                "draft new ~/request.json --kind gossip --home ~/BGD",
                Refused,
                "/kind: "
            ),
            new(
                "draft new",
                "--key",
                $"draft new ~/request.json {Key} --home ~/BGD",
                "draft new ~/request.json --key 7 --home ~/BGD",
                Usage,
                "it must be UUID"
            ),
            new(
                "draft list",
                "--status",
                "draft list --status editing --home ~/BGD",
                "draft list --status lost --home ~/BGD",
                Refused,
                "must be one of: editing"
            ),
            new(
                "draft list",
                "--before",
                "draft list --before {half} --home ~/BGD",
                "draft list --before 7 --home ~/BGD",
                Usage,
                "it must be ID"
            ),
            new("draft show", "ID", "draft show {draft} --home ~/BGD", "draft show {sent} --home ~/BGD", Refused, NoSuch),
            new(
                "draft edit",
                "ID",
                "draft edit {edited} ~/answer.json --home ~/BGD",
                "draft edit 7 ~/answer.json --home ~/BGD",
                Usage,
                "exchange draft list"
            ),
            new(
                "draft edit",
                "FILE.json",
                "draft edit {edited} ~/request.json --home ~/BGD",
                "draft edit {edited} ~/other/file --home ~/BGD",
                Refused,
                "exchange template KIND"
            ),
            new("draft edit", "--over", null, "draft edit {draft} ~/answer.json --over 99 --home ~/BGD", Refused, "Read it again")
            {
                Elsewhere = ("../Exchange.Tests/Cli/DraftVerbTests.cs", "\"--over\""),
            },
            new("draft check", "ID", "draft check {draft} --home ~/BGD", "draft check 7 --home ~/BGD", Usage, "exchange draft list"),
            new(
                "check",
                "--reply-to",
                "check ~/answer.json --reply-to {received} --home ~/BGD",
                "check ~/answer.json --reply-to 7 --home ~/BGD",
                Usage,
                "exchange inbox --all"
            ),
            new(
                "check",
                "--sender",
                "check ~/answer.json --reply-to {received} --sender MYS --home ~/BGD",
                "check ~/answer.json --reply-to {received} --sender mys --home ~/BGD",
                Usage,
                "three-letter code"
            ),
            new("draft submit", "ID", null, "draft submit {half} --home ~/BGD", Refused, "/body")
            {
                Elsewhere = ("../Exchange.Tests/Cli/DraftVerbTests.cs", "\"submit\""),
            },
            new("draft outgoing", "ID", "draft outgoing {draft} --home ~/BGD", "draft outgoing {sent} --home ~/BGD", Refused, NoSuch),
            new("draft return", "ID", null, "draft return {draft} --seen 1 --reason Why --home ~/BGD", Refused, "role")
            {
                Elsewhere = ("../Exchange.Tests/Cli/DraftVerbTests.cs", "\"return\""),
            },
            new("draft return", "--seen", null, "draft return {draft} --seen x --reason Why --home ~/BGD", Usage, "it must be NUMBER")
            {
                Elsewhere = ("../Exchange.Tests/Cli/DraftVerbTests.cs", "\"--seen\""),
            },
            new("draft return", "--reason", null, "draft return {draft} --seen 1 --home ~/BGD", Usage, "exchange draft return --help")
            {
                Elsewhere = ("../Exchange.Tests/Cli/DraftVerbTests.cs", "\"--reason\""),
            },
            new("draft release", "ID", null, "draft release 7 --digest sha256:00 --home ~/BGD", Usage, "exchange draft list")
            {
                Elsewhere = ("../Exchange.Tests/Cli/DraftVerbTests.cs", "\"release\""),
            },
            new(
                "draft release",
                "--digest",
                null,
                "draft release {draft} --digest sha256:00 --home ~/BGD",
                Usage,
                "exchange draft outgoing"
            )
            {
                Elsewhere = ("../Exchange.Tests/Cli/DraftVerbTests.cs", "\"--digest\""),
            },
            new("draft delete", "ID", null, "draft delete {sent} --yes --home ~/BGD", Refused, NoSuch)
            {
                Elsewhere = ("../Exchange.Tests/Cli/DraftVerbTests.cs", "\"delete\""),
            },
            new("draft submit", "--home", null, "draft submit 019b0c4e-0000-7000-8000-000000000000 --home ~/none", Usage, NoHome)
            {
                Elsewhere = ("../Exchange.Tests/Cli/DraftVerbTests.cs", "\"submit\""),
            },
            new(
                "draft return",
                "--home",
                null,
                "draft return 019b0c4e-0000-7000-8000-000000000000 --seen 1 --reason Why --home ~/none",
                Usage,
                NoHome
            )
            {
                Elsewhere = ("../Exchange.Tests/Cli/DraftVerbTests.cs", "\"return\""),
            },
            new(
                "draft release",
                "--home",
                null,
                "draft release 019b0c4e-0000-7000-8000-000000000000 --digest sha256:00 --home ~/none",
                Usage,
                NoHome
            )
            {
                Elsewhere = ("../Exchange.Tests/Cli/DraftVerbTests.cs", "\"release\""),
            },
            new("draft delete", "--home", null, "draft delete 019b0c4e-0000-7000-8000-000000000000 --yes --home ~/none", Usage, NoHome)
            {
                Elsewhere = ("../Exchange.Tests/Cli/DraftVerbTests.cs", "\"delete\""),
            },
            new("draft delete", "--yes", null, "draft delete {draft} --home ~/BGD", Refused, "--yes")
            {
                Elsewhere = ("../Exchange.Tests/Cli/DraftVerbTests.cs", "\"--yes\""),
            },
            new("status", "ID", "status {sent} --home ~/BGD", "status 019b0c4e-0000-7000-8000-000000000009 --home ~/BGD", Refused, NoSuch),
            new(
                "status",
                "--sender",
                "status {received} --sender MYS --home ~/BGD",
                "status {received} --sender BGD --home ~/BGD",
                Refused,
                NoSuch
            ),
            new(
                "status",
                "--before",
                "status {sent} --before 1000 --home ~/BGD",
                "status {sent} --before -1 --home ~/BGD",
                Usage,
                "it must be NUMBER"
            ),
            new("receipt", "ID", "receipt {sent} --home ~/BGD", "receipt {received} --home ~/BGD", Refused, NoSuch),
            new(
                "key add",
                "NAME",
                "key add machine-{n} --role officer --home ~/BGD",
                "key add M --role officer --home ~/BGD",
                Refused,
                "2 to 32"
            ),
            new(
                "key add",
                "--role",
                "key add machine-{n} --role auditor --home ~/BGD",
                "key add machine-{n} --role boss --home ~/BGD",
                Usage,
                "Give one of: officer"
            ),
            new(
                "key add",
                "--unit",
                "key add machine-{n} --role officer --unit CID --home ~/BGD",
                "key add machine-{n} --role officer --unit \"a b\" --home ~/BGD",
                Refused,
                "A unit must be"
            ),
            new(
                "key add",
                "--clearance",
                "key add machine-{n} --role officer --clearance victim-data --home ~/BGD",
                "key add machine-{n} --role officer --clearance all --home ~/BGD",
                Usage,
                "Give one of: victim-data"
            ),
            new(
                "key add",
                "--certificate",
                "key add machine-{n} --role officer --certificate ~/BGD/tls/client.pem --home ~/BGD",
                "key add machine-{n} --role officer --certificate ~/BGD/tls/broker.key --home ~/BGD",
                Refused,
                "one certificate (PEM)"
            ),
            new("key list", "--home", "key list --home ~/BGD", "key list --home ~/none", Usage, NoHome),
            new("key revoke", "NAME", null, "key revoke nobody --home ~/BGD", Refused, NoSuch)
            {
                Elsewhere = ("../Exchange.Tests/Gateway/PeopleVerbTests.cs", "\"key\", \"revoke\""),
            },
            new("key revoke", "--home", null, "key revoke spare --home ~/none", Usage, NoHome)
            {
                Elsewhere = ("../Exchange.Tests/Gateway/PeopleVerbTests.cs", "\"key\", \"revoke\""),
            },
            new(
                "user add",
                "NAME",
                "user add person-{n} --role officer --home ~/BGD",
                "user add P --role officer --home ~/BGD",
                Refused,
                "2 to 32"
            ),
            new(
                "user add",
                "--role",
                "user add person-{n} --role auditor --home ~/BGD",
                "user add person-{n} --home ~/BGD",
                Usage,
                "Give at least one --role"
            ),
            new(
                "user add",
                "--unit",
                "user add person-{n} --role officer --unit CID --home ~/BGD",
                "user add person-{n} --role officer --unit \"a b\" --home ~/BGD",
                Refused,
                "A unit must be"
            ),
            new(
                "user add",
                "--clearance",
                "user add person-{n} --role officer --clearance minor-data --home ~/BGD",
                "user add person-{n} --role officer --clearance all --home ~/BGD",
                Usage,
                "Give one of: victim-data"
            ),
            new("user list", "--home", "user list --home ~/BGD", "user list --home ~/none", Usage, NoHome),
            new(
                "user set",
                "NAME",
                "user set rahima --role officer --home ~/BGD",
                "user set nobody --role officer --home ~/BGD",
                Refused,
                "exchange user list"
            ),
            new(
                "user set",
                "--role",
                "user set rahima --role supervisor --home ~/BGD",
                "user set rahima --role boss --home ~/BGD",
                Usage,
                "Give one of: officer"
            ),
            new(
                "user set",
                "--unit",
                "user set rahima --unit CID --home ~/BGD",
                "user set rahima --unit \"a b\" --home ~/BGD",
                Refused,
                "A unit must be"
            ),
            new(
                "user set",
                "--clearance",
                "user set rahima --clearance victim-data --home ~/BGD",
                "user set rahima --clearance all --home ~/BGD",
                Usage,
                "Give one of: victim-data"
            ),
            new("user set", "--subject", null, "user set rahima --subject 8f2c7a90 --home ~/BGD", Refused, "SignIn:OpenIdConnect")
            {
                Elsewhere = ("../Exchange.Tests/Gateway/PeopleVerbTests.cs", "\"--subject\", \"8f2c7a90\""),
            },
            new(
                "user disable",
                "NAME",
                "user disable karim --home ~/BGD",
                "user disable nobody --home ~/BGD",
                Refused,
                "exchange user list"
            ),
            new("user enable", "NAME", "user enable karim --home ~/BGD", "user enable nobody --home ~/BGD", Refused, "exchange user list"),
            new("user enrol-code", "NAME", "user enrol-code rahima --home ~/BGD", "user enrol-code nobody --home ~/BGD", Refused, NoSuch),
            new("enrol", "NAME", null, "enrol --home ~/BGD", Usage, "exchange enrol --help")
            {
                Elsewhere = ("../Exchange.Tests/Gateway/PeopleVerbTests.cs", "\"enrol\", \"rahima\""),
            },
            new("enrol", "--home", null, "enrol rahima --home ~/none", Usage, NoHome)
            {
                Elsewhere = ("../Exchange.Tests/Gateway/PeopleVerbTests.cs", "\"enrol\", \"rahima\""),
            },
            new("login", "NAME", null, "login --home ~/BGD", Usage, "exchange login --help")
            {
                Elsewhere = ("../Exchange.Tests/Gateway/PeopleVerbTests.cs", "\"login\", \"rahima\""),
            },
            new("login", "--home", null, "login rahima --home ~/none", Usage, NoHome)
            {
                Elsewhere = ("../Exchange.Tests/Gateway/PeopleVerbTests.cs", "\"login\", \"rahima\""),
            },
            new("logout", "--home", null, "logout --home ~/none", Usage, NoHome)
            {
                Elsewhere = ("../Exchange.Tests/Gateway/PeopleVerbTests.cs", "\"logout\""),
            },
            new("link show", "PARTY", "link show MYS --home ~/BGD", "link show THA --home ~/BGD", Refused, NoSuch),
            new(
                "link show",
                "--before",
                "link show MYS --before 1000 --home ~/BGD",
                "link show --before 1000 --home ~/BGD",
                Usage,
                "Name the counterpart."
            ),
            new("link ping", "PARTY", null, "link ping THA --home ~/BGD", Refused, NoSuch)
            {
                Elsewhere = ("Gateway/CommandLineTests.cs", "\"link\", \"ping\", \"MYS\""),
            },
            new("link ping", "--home", null, "link ping MYS --home ~/none", Usage, NoHome)
            {
                Elsewhere = ("Gateway/CommandLineTests.cs", "\"link\", \"ping\", \"MYS\""),
            },
            new("link queue", "PARTY", "link queue MYS --home ~/BGD", "link queue THA --home ~/BGD", Refused, NoSuch),
            new(
                "link queue",
                "--after",
                "link queue MYS --after 1 --home ~/BGD",
                "link queue MYS --after 0 --home ~/BGD",
                Usage,
                "it must be NUMBER"
            ),
            new("link deferred", "PARTY", "link deferred MYS --home ~/BGD", "link deferred THA --home ~/BGD", Refused, NoSuch),
            new(
                "link deferred",
                "--after",
                "link deferred MYS --after 1 --home ~/BGD",
                "link deferred MYS --after 0 --home ~/BGD",
                Usage,
                "it must be NUMBER"
            ),
            new("link resend", "PARTY", "link resend MYS --home ~/BGD", "link resend THA --home ~/BGD", Refused, NoSuch),
            new(
                "quarantine",
                "--counterpart",
                "quarantine --counterpart MYS --home ~/BGD",
                "quarantine --counterpart THA --home ~/BGD",
                Refused,
                NoSuch
            ),
            new(
                "quarantine",
                "--before",
                "quarantine --before 1000 --home ~/BGD",
                "quarantine --before 0 --home ~/BGD",
                Usage,
                "it must be NUMBER"
            ),
            new("certificates", "--home", "certificates --home ~/BGD", "certificates --home ~/none", Usage, NoHome),
            new("settings", "--home", "settings --home ~/BGD", "settings --home ~/none", Usage, NoHome),
            new(
                "ledger export",
                "--out",
                "ledger export --out ~/export --home ~/BGD",
                "ledger export --out ~/other --home ~/BGD",
                Usage,
                "Give a new folder with --out DIR."
            ),
            new("ledger verify", "--home", "ledger verify --home ~/BGD", "ledger verify --home ~/none", Usage, NoHome),
            new("ledger replay", "DIR", "ledger replay --home ~/BGD", "ledger replay ~/other", Usage, "exchange ledger export --out DIR"),
            new(
                "evidence export",
                "ID",
                "evidence export {received} --out ~/{n}.zip --home ~/BGD",
                "evidence export BGD-MYS --out ~/{n}.zip --home ~/BGD",
                Usage,
                "exchange inbox --all"
            ),
            new(
                "evidence export",
                "--out",
                "evidence export {received} --out ~/{n}.zip --home ~/BGD",
                "evidence export {received} --out ~/none/e.zip --home ~/BGD",
                Usage,
                "Create it first"
            ),
            new(
                "evidence export",
                "--without-content",
                "evidence export {received} --out ~/{n}.zip --without-content --home ~/BGD",
                "evidence export {received} --out ~/request.json --without-content --home ~/BGD",
                Usage,
                "Give another file."
            ),
            new(
                "evidence export",
                "--sender",
                "evidence export {received} --out ~/{n}.zip --sender MYS --home ~/BGD",
                "evidence export {received} --out ~/{n}.zip --sender BGD --home ~/BGD",
                Refused,
                NoSuch
            ),
            new(
                "evidence export",
                "--for",
                "evidence export {received} --out ~/{n}.zip --for BGD --home ~/BGD",
                "evidence export {received} --out ~/{n}.zip --for --home ~/BGD",
                Usage,
                "See: exchange evidence export --help"
            ),
            new(
                "evidence export",
                "--entry",
                "evidence export {received} --out ~/{n}.zip --entry {refused} --without-content --home ~/BGD",
                "evidence export {received} --out ~/{n}.zip --entry 999 --home ~/BGD",
                Refused,
                NoSuch
            )
        ),
        .. On(
            WalkStage.Suspended,
            new Walk("link resume", "PARTY", "link resume MYS --home ~/BGD", "link resume THA --home ~/BGD", Refused, NoSuch)
            {
                Alone = true,
            }
        ),
        .. On(
            WalkStage.Stopped,
            new Walk(
                "key add",
                "--stopped",
                "key add machine-{n} --role officer --stopped --home ~/BGD",
                "key add machine-{n} --stopped --home ~/BGD",
                Usage,
                "Give at least one --role"
            ),
            new Walk("db rebuild", "--home", "db rebuild --home ~/BGD", "db rebuild --home ~/none", Usage, NoHome),
            new Walk(
                "db copy",
                "--to",
                "db copy --to ~/{n}.db --home ~/BGD",
                "db copy --to Host=10.0.0.1;Database=exchange --home ~/BGD",
                Refused,
                "SSL Mode=VerifyFull"
            )
        ),
        .. On(
            WalkStage.LedgerSuspended,
            new Walk("ledger trust", "--yes", "ledger trust --yes --home ~/BGD", "ledger trust --home ~/BGD", Refused, "--yes")
            {
                Alone = true,
            }
        ),
        .. On(
            WalkStage.Renewed,
            new Walk(
                "ledger export",
                "--former",
                "ledger export --former bgd.exchange/audit --out ~/former --home ~/BGD",
                "ledger export --former bgd.exchange/audit-2 --out ~/former --home ~/BGD",
                Usage,
                "Give one of: bgd.exchange/audit"
            )
        ),
        .. On(
            WalkStage.Empty,
            new("party init", "PARTY", Init, Init.Replace("init BGD", "init Bangladesh", StringComparison.Ordinal), Usage, Form),
            new("party init", "--mailbox", Init, Init.Replace(":5671", "", StringComparison.Ordinal), Usage, "Give HOST:PORT"),
            new(
                "party init",
                "--tls-name",
                $"{Init} --tls-name mailbox.police.example",
                $"{Init} --tls-name mail_box",
                Usage,
                "Give a host name"
            ),
            new(
                "party init",
                "--api",
                $"{Init} --api https://gateway.example:7480",
                $"{Init} --api http://gateway.example",
                Usage,
                "Give such an address"
            ),
            new("party init", "--csr", $"{Init} --csr", $"{Init} --csr --api https://gateway.example:7480", Usage, "Leave --api out"),
            new("schema", "KIND", "schema request", "schema greeting", Usage, "Give one of: request"),
            new("template", "KIND", "template request", "template greeting", Usage, "Give one of: request"),
            new("demo", "--once", null, "demo --once=twice", Usage, "See: exchange demo --help")
            {
                Elsewhere = ("Demo/DemoVerbTests.cs", "With(\"--once\""),
            }
        ),
        .. On(
            WalkStage.Requested,
            new Walk(
                "party certify",
                "DIR",
                "party certify ~/certified --home ~/BGD",
                "party certify ~/none --home ~/BGD",
                Usage,
                "Give the name of a folder with all the certificates"
            )
            {
                Alone = true,
            }
        ),
        .. On(
            WalkStage.Homes,
            new(
                "party renew",
                "--crls",
                "party renew --crls ~/crls.pem --home ~/BGD",
                "party renew --crls ~/none.pem --home ~/BGD",
                Usage,
                "Give the name of a file of revocation lists"
            )
            {
                Alone = true,
            },
            new(
                "party renew",
                "--client",
                "party renew --client --home ~/BGD",
                "party renew --client --crls ~/crls.pem --home ~/BGD",
                Usage,
                "Give one of them."
            )
            {
                Alone = true,
            },
            new Walk(
                "party languages",
                "CODES",
                "party languages eng,ben --home ~/BGD",
                "party languages english --home ~/BGD",
                Usage,
                "as eng,ben"
            )
            {
                Alone = true,
            },
            new("check", "FILE.json", "check ~/request.json", "check ~/none.json", Usage, "Give the name of a file"),
            new("party show", "FILE", "party show ~/MYS/party.json", "party show ~/none.json", Usage, "Give the name of a party card"),
            new(
                "party import",
                "FILE",
                "party import ~/MYS/party.json --confirm \"{MYS}\" --home ~/BGD",
                "party import ~/BGD/party.json --confirm \"{MYS}\" --home ~/BGD",
                Refused,
                "Give the counterpart's card."
            ),
            new(
                "party import",
                "--confirm",
                "party import ~/MYS/party.json --confirm \"{MYS}\" --home ~/BGD",
                "party import ~/MYS/party.json --confirm 3F0C --home ~/BGD",
                Usage,
                "Type or paste it again"
            ),
            new(
                "party fingerprint",
                "FILE",
                "party fingerprint ~/MYS/party.json",
                "party fingerprint ~/request.json",
                Refused,
                "Give the name of a party card or a mailbox grant."
            ),
            new(
                "mailbox grant",
                "PARTY",
                "mailbox grant MYS --out ~/{n}.json --home ~/BGD",
                "mailbox grant THA --out ~/{n}.json --home ~/BGD",
                Refused,
                "exchange party import"
            ),
            new(
                "mailbox grant",
                "--out",
                "mailbox grant MYS --out ~/{n}.json --home ~/BGD",
                "mailbox grant MYS --out ~/none/g.json --home ~/BGD",
                Usage,
                "Create it first"
            ),
            new(
                "broker definitions",
                "--out",
                "broker definitions --out ~/rabbitmq --home ~/BGD",
                "broker definitions --out ~/request.json/below --home ~/BGD",
                Failed,
                "repeat the command"
            ),
            new(
                "ledger renew",
                "--origin",
                "ledger renew --origin bgd.exchange/audit-2 --home ~/BGD",
                "ledger renew --origin \"audit 2\" --home ~/BGD",
                Refused,
                "Give another"
            )
            {
                Alone = true,
            },
            new("party show", "--home", "party show --home ~/BGD", "party show --home ~/none", Usage, NoHome),
            new("party fingerprint", "--home", "party fingerprint --home ~/BGD", "party fingerprint --home ~/none", Usage, NoHome),
            new("db migrate", "--home", "db migrate --home ~/BGD", "db migrate --home ~/none", Usage, NoHome),
            new("gateway run", "--home", null, "gateway run --home ~/none", Usage, NoHome)
            {
                Elsewhere = ("Gateway/CommandLineTests.cs", "\"gateway\", \"run\""),
            },
            new("demo", "--keep", null, "demo --once --keep ~/BGD", Usage, "Give a new folder.")
            {
                Elsewhere = ("Demo/DemoVerbTests.cs", "\"--keep\""),
            }
        ),
        .. On(
            WalkStage.Granted,
            new("party revoke", "PARTY", "party revoke MYS --yes --home ~/BGD", "party revoke Malaysia --yes --home ~/BGD", Usage, Form)
            {
                Alone = true,
            },
            new("party revoke", "--yes", "party revoke MYS --yes --home ~/BGD", "party revoke MYS --home ~/BGD", Refused, "--yes")
            {
                Alone = true,
            },
            new(
                "mailbox grant",
                "--certificate",
                "mailbox grant MYS --out ~/{n}.json --certificate ~/MYS-client.pem --home ~/BGD",
                "mailbox grant MYS --out ~/{n}.json --certificate ~/none.pem --home ~/BGD",
                Usage,
                "Give the name of a client certificate"
            ),
            new(
                "mailbox accept",
                "FILE",
                "mailbox accept ~/BGD-at-MYS.grant.json --confirm \"{grant}\" --home ~/BGD",
                "mailbox accept ~/MYS-at-BGD.grant.json --confirm \"{grant}\" --home ~/BGD",
                Refused,
                "here use BGD-at-MYS.grant.json"
            ),
            new(
                "mailbox accept",
                "--confirm",
                "mailbox accept ~/BGD-at-MYS.grant.json --confirm \"{grant}\" --home ~/BGD",
                "mailbox accept ~/BGD-at-MYS.grant.json --confirm \"{MYS}\" --home ~/BGD",
                Refused,
                "Do not use this file."
            )
        ),
        .. On(
            WalkStage.Rekeyed,
            new Walk(
                "party revoke",
                "--former",
                "party revoke MYS --former --yes --home ~/BGD",
                "party revoke MYS --former=all --yes --home ~/BGD",
                Usage,
                "See: exchange party revoke --help"
            )
            {
                Alone = true,
            }
        ),
        .. On(
            WalkStage.Export,
            new("ledger verify", "DIR", "ledger verify ~/export", "ledger verify ~/none", Usage, "exchange ledger export --out DIR"),
            new(
                "ledger verify",
                "--card",
                "ledger verify ~/export --card ~/BGD.party.json --card ~/MYS.party.json",
                "ledger verify ~/export --card ~/BGD.party.json",
                VerificationFailed,
                "ask its sender for another export"
            )
        ),
        .. On(
            WalkStage.Exports,
            new(
                "ledger replay",
                "--exchange",
                "ledger replay ~/BGD --exchange {exchange}",
                "ledger replay ~/BGD --exchange MYS",
                Usage,
                "Give an id, or a reference"
            ),
            new(
                "ledger replay",
                "--until",
                "ledger replay ~/BGD --until 2",
                "ledger replay ~/BGD --until yesterday",
                Usage,
                "Give an index, a date"
            ),
            new(
                "ledger compare",
                "DIR-A",
                "ledger compare ~/BGD ~/MYS",
                "ledger compare ~/none ~/MYS",
                Usage,
                "exchange ledger export --out DIR"
            ),
            new(
                "ledger compare",
                "DIR-B",
                "ledger compare ~/MYS ~/BGD",
                "ledger compare ~/MYS ~/MYS",
                Usage,
                "Give the exports of two countries"
            )
        ),
        .. On(
            WalkStage.Bundle,
            new(
                "evidence verify",
                "FILE.zip",
                "evidence verify ~/evidence.zip",
                "evidence verify ~/MYS.party.json",
                Usage,
                "Give the name of a bundle of evidence"
            ),
            new(
                "evidence verify",
                "--card",
                "evidence verify ~/evidence.zip --card ~/MYS.party.json --card ~/BGD.party.json",
                "evidence verify ~/evidence.zip --card ~/evidence.zip",
                Refused,
                "Give the name of a party card"
            )
        ),
    ];

    // These read no home, or make one.
    private static readonly string[] WithoutHome =
    [
        "demo",
        "evidence verify",
        "ledger compare",
        "party init",
        "schema",
        "template",
    ];

    private readonly Dictionary<Func<WalkStage, Task>, WalkStage> _stages = [];

    private static IReadOnlyList<Walk> Walks => [.. OwnWalks, .. HomeWalks()];

    [OneTimeTearDown]
    public async Task Clear()
    {
        foreach (var stage in _stages.Values)
            await stage.DisposeAsync();
    }

    [Test]
    public void Every_argument_and_option_of_every_verb_is_walked_and_nothing_else() =>
        Walks.Select(walk => $"{walk}").Order(StringComparer.Ordinal).ShouldBe(Verbs().SelectMany(NamesOf).Order(StringComparer.Ordinal));

    [TestCaseSource(nameof(OwnWalks))]
    public async Task With_a_sensible_value_it_does_its_work_and_data_alone_is_on_stdout(Walk walk)
    {
        if (walk.Elsewhere is var (file, words))
        {
            // It needs brokers, or becomes another program.
            var text = await File.ReadAllTextAsync(Path.Combine(Repository.Root, "tests", "Exchange.IntegrationTests", file));
            string.Join(' ', text.Split(null as char[], StringSplitOptions.RemoveEmptyEntries)).ShouldContain(words);
            return;
        }

        var isFirst = OwnWalks.First(other => other.Verb == walk.Verb && other.Right is not null) == walk;
        foreach (
            var options in (string[][])(
                isFirst
                    ?
                    [
                        [],
                        ["--json"],
                    ]
                    :
                    [
                        [],
                    ]
            )
        )
        {
            await using var own = walk.Alone ? await WalkStage.OfAsync(walk.Prepare!) : null;
            var stage = own ?? await SharedAsync(walk);
            var run = await CommandRun.NowAsync([.. stage.Words(walk.Right!), .. options]);

            run.ExitCode.ShouldBe(Ok, run.Progress);
            run.Output.ShouldNotBeEmpty();
            run.Progress.ShouldNotContain("exchange: ");
            if (options.Length > 0)
                Should.NotThrow(() => JsonDocument.Parse(run.Output).Dispose(), run.Output);
        }
    }

    [TestCaseSource(nameof(Walks))]
    public async Task With_a_wrong_value_stdout_is_empty_and_stderr_says_what_to_do(Walk walk)
    {
        // A line that fails changes nothing.
        var stage = await SharedAsync(walk);
        var (words, json) = (
            await CommandRun.NowAsync(stage.Words(walk.Wrong)),
            await CommandRun.NowAsync([.. stage.Words(walk.Wrong), "--json"])
        );

        words.ExitCode.ShouldBe(walk.Code, words.Progress);
        (words.Output, json.Output).ShouldBe(("", ""));
        words.Progress.ShouldStartWith("exchange: ");
        words.Progress.ShouldContain(walk.Advice);
        words.Progress.ShouldNotContain("   at ");
        var document = JsonSerializer.Deserialize<FailureView>(json.Progress, ProtocolJson.Options)!;
        (document.Ok, document.ExitCode).ShouldBe((false, walk.Code));
    }

    private async Task<WalkStage> SharedAsync(Walk walk) =>
        _stages.TryGetValue(walk.Prepare!, out var stage) ? stage : _stages[walk.Prepare!] = await WalkStage.OfAsync(walk.Prepare!);

    // The same lines with a folder that is no home.
    private static IEnumerable<Walk> HomeWalks() =>
        from walk in OwnWalks
            .Where(walk => walk.Right?.Contains("--home ~/BGD", StringComparison.Ordinal) == true)
            .DistinctBy(walk => walk.Verb)
        where !WithoutHome.Contains(walk.Verb) && !OwnWalks.Any(other => other.Verb == walk.Verb && other.Name == "--home")
        select walk with
        {
            Name = "--home",
            Wrong = walk.Right!.Replace("--home ~/BGD", "--home ~/none", StringComparison.Ordinal),
            Code = Usage,
            Advice = NoHome,
        };

    private static IEnumerable<Walk> On(Func<WalkStage, Task> prepare, params Walk[] walks) =>
        walks.Select(walk => walk with { Prepare = prepare });

    private static IEnumerable<string> Verbs() => VerbsOf(Root(), "");

    // The kinds that follow in an exchange have one verb, under many names: 'respond' stands for all of them.
    private static IEnumerable<string> VerbsOf(Command command, string words) =>
        command is Verb
            ? command is AnswerVerb && words != "respond"
                ? []
                : [words]
            : command.Subcommands.SelectMany(child => VerbsOf(child, $"{words} {child.Name}".Trim()));

    private static IEnumerable<string> NamesOf(string verb)
    {
        Command command = Root();
        foreach (var word in verb.Split(' '))
            command = command.Subcommands.Single(child => child.Name == word);
        string[] names = [.. command.Arguments.Select(argument => argument.Name), .. command.Options.Select(option => option.Name)];
        return names.Concat(WithoutHome.Contains(verb) ? [] : ["--home"]).Select(name => $"{verb} {name}");
    }

    private static RootCommand Root() => ExchangeCommand.Root();

    /// <summary>An argument or an option on its way.</summary>
    /// <param name="Verb">The words of the verb.</param>
    /// <param name="Name">As the help shows it.</param>
    /// <param name="Right">A line with a sensible value; null if only a test with brokers can walk it.</param>
    /// <param name="Wrong">A line with a wrong value.</param>
    /// <param name="Code">What the wrong one ends with.</param>
    /// <param name="Advice">What stderr says to do then.</param>
    internal sealed record Walk(string Verb, string Name, string? Right, string Wrong, int Code, string Advice)
    {
        public Func<WalkStage, Task>? Prepare { get; init; }

        /// <summary>True if the right line leaves a stage on which others could not be walked.</summary>
        public bool Alone { get; init; }

        /// <summary>The integration test that walks it, and what it says there.</summary>
        public (string File, string Words)? Elsewhere { get; init; }

        public override string ToString() => $"{Verb} {Name}";
    }
}
