using Exchange.Gateway.Auditing;
using Exchange.Protocol.Life;

namespace Exchange.Gateway.Api;

/// <summary>Lets an auditor through where a route says so, and nowhere else; enters what an auditor reads, and who reads our log.</summary>
internal sealed class RightGate(RequestDelegate next, AccessRecord record)
{
    public async Task InvokeAsync(HttpContext context)
    {
        if (context.GetEndpoint()?.Metadata is { } route)
        {
            var (caller, open) = (Caller.Of(context), route.GetMetadata<OpenToAuditors>());
            if (caller == Caller.Auditor && open is null)
            {
                await DenyAsync(context, caller);
                return;
            }

            if (open?.Reads is { } what && (caller == Caller.Auditor || route.GetMetadata<ReadsLog>() is not null))
                await record.SayAsync(LedgerEvents.LedgerRead, caller, what);
        }

        await next(context);
    }

    private async Task DenyAsync(HttpContext context, Caller caller)
    {
        await record.SayAsync(LedgerEvents.AccessDenied, caller, "forbidden");
        await Problems.Of(StatusCodes.Status403Forbidden, "forbidden",
            "An auditor's token reads the log and what proves it; it opens no message and changes nothing.").ExecuteAsync(context);
    }
}
