using Exchange.Desk.Pages;
using Microsoft.AspNetCore.Mvc.Filters;

namespace Exchange.Desk.Security;

/// <summary>
/// A form for which a page has no handler is refused. The framework would show the page as if nothing had been loaded for it, which fails.
/// </summary>
internal sealed class KnownHandlers : IPageFilter
{
    public void OnPageHandlerSelected(PageHandlerSelectedContext context) { }

    public void OnPageHandlerExecuting(PageHandlerExecutingContext context)
    {
        var method = context.HttpContext.Request.Method;
        // The page that says why something was refused has no more than it shows.
        if (
            context.HandlerMethod is null
            && !HttpMethods.IsGet(method)
            && !HttpMethods.IsHead(method)
            && context.HandlerInstance is not ProblemModel
        )
        {
            context.Result = new BadRequestResult();
        }
    }

    public void OnPageHandlerExecuted(PageHandlerExecutedContext context) { }
}
