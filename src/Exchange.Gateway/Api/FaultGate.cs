using Exchange.Gateway.Journal;

namespace Exchange.Gateway.Api;

/// <summary>Turns what the environment does into problem documents: never a stack trace, never a word of content.</summary>
internal sealed class FaultGate(RequestDelegate next, ILogger<FaultGate> logger)
{
    public async Task InvokeAsync(HttpContext context)
    {
        try
        {
            await next(context);
        }
        catch (OperationCanceledException) when (context.RequestAborted.IsCancellationRequested)
        {
            // Nobody is there to be told.
        }
        catch (Exception exception) when (!context.Response.HasStarted)
        {
            await ProblemOf(exception).ExecuteAsync(context);
        }
    }

    private IResult ProblemOf(Exception exception)
    {
        switch (exception)
        {
            case BadHttpRequestException request:
                return Problems.Of(request.StatusCode, "bad-request", "The request is malformed or too large. Nothing was stored.");
            case JournalUnavailableException unavailable:
                return Problems.Of(StatusCodes.Status503ServiceUnavailable, "not-recorded", unavailable.Message);
            case LogInDoubtException doubt:
                return Problems.Of(StatusCodes.Status503ServiceUnavailable, "log-in-doubt", $"Nothing was stored: this gateway's log signs nothing. {doubt.Message}");
            default:
                logger.LogError(exception, "A request failed by a fault of the gateway's own");
                return Problems.Of(StatusCodes.Status500InternalServerError, "fault", "The gateway has failed. Look into its log; then try again with the same Idempotency-Key.");
        }
    }
}
