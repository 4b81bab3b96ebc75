namespace Exchange.Protocol.Api;

/// <summary>Why a command ended without success: what its programs write with <c>--json</c>.</summary>
/// <param name="Ok">False.</param>
/// <param name="ExitCode">What the command ends with.</param>
/// <param name="Happened">What went wrong.</param>
/// <param name="Kept">What stays as it was, or is safe.</param>
/// <param name="ToDo">What to do.</param>
/// <param name="Details">What else there is to say, a line each.</param>
public sealed record FailureView(bool Ok, int ExitCode, string Happened, string? Kept, string? ToDo, IReadOnlyList<string> Details);
