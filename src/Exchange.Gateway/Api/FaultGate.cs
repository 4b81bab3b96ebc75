namespace Exchange.Gateway.Api;

/// <summary>Turns exceptions into problem documents: never with a stack trace, never with content.</summary>
internal sealed class FaultGate(RequestDelegate next, ILogger<FaultGate> logger)
{
    public async Task InvokeAsync(HttpContext context)
    {
        try
        {
            await next(context);
            if (IsBare(context.Response) && ProblemOf(context, context.Response.StatusCode) is { } problem)
                await problem.ExecuteAsync(context);
        }
        catch (OperationCanceledException) when (context.RequestAborted.IsCancellationRequested)
        {
            // The caller has disconnected.
        }
        catch (Exception exception) when (!context.Response.HasStarted)
        {
            await ProblemOf(context, exception).ExecuteAsync(context);
        }
    }

    // What the framework refuses before any of our code runs has only a status.
    private static bool IsBare(HttpResponse response) =>
        response is { HasStarted: false, ContentType: null, StatusCode: >= StatusCodes.Status400BadRequest };

    private static IResult? ProblemOf(HttpContext context, int status) =>
        status switch
        {
            StatusCodes.Status404NotFound => Problems.NotFound("address"),
            StatusCodes.Status405MethodNotAllowed => Problems.Of(status, "not-allowed", "This address does not accept this method."),
            StatusCodes.Status415UnsupportedMediaType => Problems.Of(
                status,
                "bad-request",
                $"The header Content-Type must be application/json.{Problems.NothingStored(context)}"
            ),
            < StatusCodes.Status500InternalServerError => Problems.Of(
                status,
                "bad-request",
                $"A value in the address, a header or the body is malformed.{Problems.NothingStored(context)}"
            ),
            _ => null,
        };

    private IResult ProblemOf(HttpContext context, Exception exception)
    {
        switch (exception)
        {
            case BadHttpRequestException request:
                return request.StatusCode == StatusCodes.Status413PayloadTooLarge
                    ? Problems.TooLarge
                    : Problems.Of(request.StatusCode, "bad-request", $"The request is malformed.{Problems.NothingStored(context)}");
            case JournalUnavailableException unavailable:
                return Problems.Of(StatusCodes.Status503ServiceUnavailable, "not-recorded", unavailable.Message);
            case LedgerSuspendedException suspended:
                return Problems.Of(
                    StatusCodes.Status503ServiceUnavailable,
                    "log-in-doubt",
                    $"Nothing was stored: this gateway's ledger is suspended and signs nothing. {suspended.Message}"
                );
            default:
                logger.LogError(exception, "A request failed by a fault of this program");
                return Problems.Of(
                    StatusCodes.Status500InternalServerError,
                    "fault",
                    "The gateway failed. See the service log, then try again with the same Idempotency-Key."
                );
        }
    }
}
