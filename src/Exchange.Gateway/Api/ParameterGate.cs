using System.Runtime.CompilerServices;
using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.AspNetCore.Routing.Patterns;

namespace Exchange.Gateway.Api;

/// <summary>
/// Refuses a query parameter, by its name, that is unknown to the route, repeated, missing or malformed: a mistyped filter must not
/// return everything.
/// </summary>
internal sealed class ParameterGate(RequestDelegate next)
{
    private const int LongestName = 32;

    // Found by reflection, once per route.
    private static readonly ConditionalWeakTable<RouteEndpoint, Dictionary<string, IParameterBindingMetadata>> Known = [];

    public Task InvokeAsync(HttpContext context) =>
        context.GetEndpoint() is RouteEndpoint route && FaultOf(context.Request.Query, route) is var (code, text)
            ? Problems.Of(StatusCodes.Status400BadRequest, code, text + Problems.NothingStored(context)).ExecuteAsync(context)
            : next(context);

    private static (string Code, string Text)? FaultOf(IQueryCollection query, RouteEndpoint route)
    {
        var known = Known.GetValue(route, KnownOf);
        if (query.Keys.FirstOrDefault(name => !known.ContainsKey(name)) is { } unknown)
        {
            return (
                "unknown-parameter",
                $"There is no query parameter {NameOf(unknown)} here; there {(known.Count == 0 ? "are none" : $"is {string.Join(", ", known.Keys)}")}."
            );
        }

        foreach (var (name, parameter) in known)
        {
            if (query[name] is not [var value])
            {
                if (query.ContainsKey(name) || !parameter.IsOptional)
                    return ("bad-request", $"The query parameter '{name}' must be given exactly once.");
            }
            else if (value?.Contains('\0', StringComparison.Ordinal) is true)
            {
                // PostgreSQL cannot compare with it.
                return ("bad-request", $"The query parameter '{name}' must not have the character U+0000.");
            }
            else if (
                FormOf(Nullable.GetUnderlyingType(parameter.ParameterInfo.ParameterType) ?? parameter.ParameterInfo.ParameterType, value) is
                { } form
            )
            {
                return ("bad-request", $"The query parameter '{name}' must be {form}.");
            }
        }

        return null;
    }

    // What is no name, nobody has mistyped: an answer does not give it back.
    private static string NameOf(string unknown) =>
        unknown.Length <= LongestName && unknown.All(char.IsAsciiLetterOrDigit) ? $"'{unknown}'" : "of this name";

    private static Dictionary<string, IParameterBindingMetadata> KnownOf(RouteEndpoint route) =>
        route
            .Metadata.OfType<IParameterBindingMetadata>()
            .Where(parameter => IsOfQuery(parameter, route.RoutePattern))
            .ToDictionary(parameter => parameter.Name);

    private static bool IsOfQuery(IParameterBindingMetadata parameter, RoutePattern pattern) =>
        (parameter.HasTryParse || parameter.ParameterInfo.ParameterType == typeof(string))
        && pattern.GetParameter(parameter.Name) is null
        && !parameter.ParameterInfo.GetCustomAttributes(inherit: false).OfType<IFromHeaderMetadata>().Any();

    // The form that a value should have; null if it has it. All types that the routes bind from a query.
    private static string? FormOf(Type type, string? value) =>
        type == typeof(Guid) && !Guid.TryParse(value, out _) ? "an id (UUID)"
        : type == typeof(bool) && !bool.TryParse(value, out _) ? "true or false"
        : type == typeof(long) && !long.TryParse(value, System.Globalization.CultureInfo.InvariantCulture, out _) ? "a whole number"
        : null;
}
