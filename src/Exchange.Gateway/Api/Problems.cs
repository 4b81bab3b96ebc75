using Exchange.Gateway.Auditing;

namespace Exchange.Gateway.Api;

/// <summary>Problem documents (RFC 9457), each with a stable <c>code</c>: what happened, what was kept, what to do.</summary>
internal static class Problems
{
    public static IResult Of(int status, string code, string detail, IReadOnlyList<Fault>? faults = null)
    {
        var extensions = new Dictionary<string, object?> { ["code"] = code };
        if (faults is not null)
        {
            extensions["errors"] = faults
                .Select(fault => new
                {
                    code = (int)fault.Code,
                    pointer = fault.Pointer,
                    detail = fault.Text,
                })
                .ToList();
        }

        return Results.Problem(detail: detail, statusCode: status, extensions: extensions);
    }

    /// <summary>The sentence for a request that was refused before anything was done, if it could have stored something.</summary>
    public static string NothingStored(HttpContext context) => HttpMethods.IsGet(context.Request.Method) ? "" : " Nothing was stored.";

    public static IResult TooLarge =>
        Of(
            StatusCodes.Status413PayloadTooLarge,
            "bad-request",
            FormattableString.Invariant($"The body is larger than {Submission.MaximumSize} bytes, the limit. Nothing was stored.")
        );

    public static IResult NotFound(string what) => Of(StatusCodes.Status404NotFound, "not-found", $"There is no such {what} here.");

    /// <summary>A message that is withheld, which is recorded like every denial.</summary>
    public static async Task<IResult> WithheldAsync(
        IReadOnlyList<Clearance> missing,
        Caller caller,
        AccessRecord record,
        AccessSubject? of
    )
    {
        await record.SayAsync(LedgerEvents.AccessDenied, caller, "withheld", of);
        return Of(
            StatusCodes.Status403Forbidden,
            "withheld",
            "This message is withheld: its handling asks for a clearance that you do not have "
                + $"({string.Join(", ", missing.Select(CodeNames<Clearance>.Write))}). An administrator says who has it."
        );
    }

    public static IResult Invalid(IReadOnlyList<Fault> faults) =>
        faults.All(fault => fault.Code == ReceiptCode.ConsentMissing)
            ? Of(
                StatusCodes.Status422UnprocessableEntity,
                "consent-missing",
                "Nothing was stored. The message has information of another party that may not be used so without its consent.",
                faults
            )
            : Of(StatusCodes.Status422UnprocessableEntity, "invalid", "Nothing was stored. Correct the faults and submit again.", faults);

    /// <summary>What a check has found: faults are its answer, and no problem.</summary>
    /// <param name="kind">The kind of what was checked; null if it has faults.</param>
    public static IResult Checked(string? kind, IReadOnlyList<Fault> faults, IReadOnlyList<Fault> warnings) =>
        Results.Json(
            new CheckedView(
                kind,
                [.. faults.Select(fault => new FaultView(fault.Pointer, (int)fault.Code, fault.Text))],
                [.. warnings.Select(warning => new WarningView(warning.Pointer, warning.Text))]
            ),
            ProtocolJson.Options
        );
}
