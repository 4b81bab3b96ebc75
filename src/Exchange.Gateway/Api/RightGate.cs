using Exchange.Gateway.Auditing;
using Exchange.Protocol.Life;

namespace Exchange.Gateway.Api;

/// <summary>Lets an auditor through where a route says so, and nowhere else.</summary>
internal sealed class RightGate(RequestDelegate next, AccessRecord record)
{
    public async Task InvokeAsync(HttpContext context)
    {
        var caller = Caller.Of(context);
        if (caller != Caller.Auditor || context.GetEndpoint() is not { } endpoint || endpoint.Metadata.GetMetadata<OpenToAuditors>() is not null)
        {
            await next(context);
            return;
        }

        await record.SayAsync(LedgerEvents.AccessDenied, caller, "forbidden");
        await Problems.Of(StatusCodes.Status403Forbidden, "forbidden",
            "An auditor's token reads the log and what proves it; it opens no message and changes nothing.").ExecuteAsync(context);
    }
}
