using Exchange.Protocol.Vocabulary;

namespace Exchange.Protocol.Api;

/// <summary>What a gateway sends at a moment. The same submission may have been within them before.</summary>
/// <param name="Now">UTC.</param>
/// <param name="MaximumClassification">The highest classification that it sends.</param>
public sealed record SubmissionLimits(DateTimeOffset Now, Classification MaximumClassification);
