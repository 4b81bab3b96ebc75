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
            if (IsBare(context.Response) && ProblemOf(context.Response.StatusCode) is { } problem)
                await problem.ExecuteAsync(context);
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

    // What the framework refuses before any of our code is asked has a status and nothing else.
    private static bool IsBare(HttpResponse response) =>
        response is { HasStarted: false, ContentType: null, StatusCode: >= StatusCodes.Status400BadRequest };

    private static IResult? ProblemOf(int status) => status switch
    {
        StatusCodes.Status404NotFound => Problems.NotFound("address"),
        StatusCodes.Status405MethodNotAllowed => Problems.Of(status, "not-allowed", "This address does not take this method."),
        < StatusCodes.Status500InternalServerError => Problems.Of(status, "bad-request", "A value in the address or a header has not its form. Nothing was stored."),
        _ => null,
    };

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
