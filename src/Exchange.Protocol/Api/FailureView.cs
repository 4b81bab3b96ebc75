namespace Exchange.Protocol.Api;

/// <summary>Why a command failed, as written with <c>--json</c>.</summary>
/// <param name="Ok">False.</param>
/// <param name="ExitCode">Exit code of the process.</param>
/// <param name="Happened">What happened.</param>
/// <param name="Kept">What was kept, or did not change.</param>
/// <param name="ToDo">What to do.</param>
/// <param name="Details">More details, one line each.</param>
public sealed record FailureView(bool Ok, int ExitCode, string Happened, string? Kept, string? ToDo, IReadOnlyList<string> Details);
