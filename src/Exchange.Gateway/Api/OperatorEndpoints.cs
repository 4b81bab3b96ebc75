namespace Exchange.Gateway.Api;

/// <summary>What an operator looks after besides the links: quarantine, certificates, settings. Never content, never a secret.</summary>
internal static class OperatorEndpoints
{
    private const int Page = 200;

    /// <summary>Arrivals that nobody is proved to have sent, the newest first.</summary>
    public static IResult Quarantine(
        HttpContext context,
        Database database,
        Counterparts counterparts,
        string? counterpart = null,
        long? before = null
    )
    {
        if (Pages.FaultOf(counterpart, counterparts, database) is { } fault)
            return fault;
        using var sql = database.OpenSession();
        var rows = QuarantineTable.List(sql, counterpart is null ? null : PartyName.Parse(counterpart), before ?? long.MaxValue, Page + 1);
        return Results.Json(Pages.Cut(context, rows, Page, "before", row => row.Id), ProtocolJson.Options);
    }

    /// <summary>What ends and must be renewed, the earliest first.</summary>
    public static IResult Certificates(CertificateList certificates) => Results.Json(certificates.All(), ProtocolJson.Options);

    /// <summary>The settings with which this gateway runs.</summary>
    public static IResult Settings(GatewaySettings settings)
    {
        var usual = SettingsText.Each(new()).ToDictionary(one => one.Name, one => TextOf(one.Name, one.Value));
        return Results.Json(
            SettingsText
                .Each(settings)
                .Select(one => (one.Name, Text: TextOf(one.Name, one.Value)))
                .Select(one => new SettingView(one.Name, one.Text, usual.TryGetValue(one.Name, out var text) && text == one.Text))
                .OrderBy(one => one.Name, StringComparer.Ordinal),
            ProtocolJson.Options
        );
    }

    private static string TextOf(string name, System.Text.Json.Nodes.JsonNode? value) =>
        value is null ? ""
        : name == $"{nameof(GatewaySettings.Store)}:{nameof(StoreSettings.PostgreSql)}" ? PostgreSqlDialect.Shown($"{value}")
        : $"{value}";
}
