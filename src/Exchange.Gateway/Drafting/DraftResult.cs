namespace Exchange.Gateway.Drafting;

/// <summary>The result of what a caller does with a draft.</summary>
internal abstract record DraftResult
{
    private DraftResult() { }

    /// <summary>The draft as it is now; null if it was deleted.</summary>
    public sealed record Done(DraftRow? Draft) : DraftResult;

    /// <summary>There is none, or none that this caller may see.</summary>
    public sealed record NotFound : DraftResult;

    /// <summary>A second person must release it first.</summary>
    public sealed record MustBeReleased(IReadOnlyList<ReleaseRule> Rules) : DraftResult;

    /// <summary>It is withheld from who lacks these clearances.</summary>
    public sealed record Withheld(IReadOnlyList<Clearance> Missing) : DraftResult;

    /// <summary>Nothing was changed; every fault is named.</summary>
    public sealed record Faulty(IReadOnlyList<Fault> Faults) : DraftResult;

    /// <summary>Nothing was changed.</summary>
    /// <param name="Status">HTTP status.</param>
    /// <param name="Code">Stable code of the refusal.</param>
    /// <param name="Text">What happened and what to do.</param>
    public sealed record Refused(int Status, string Code, string Text) : DraftResult;

    /// <summary>Code for who decides on its own draft.</summary>
    public const string Own = "own-draft";

    /// <summary>Code for a machine that decides on a draft.</summary>
    public const string NoPerson = "person-required";

    public static Refused NotAuthor { get; } =
        new(StatusCodes.Status403Forbidden, "not-author", "Only its author changes or submits a draft. Return it with a reason.");

    public static Refused Sent { get; } =
        new(StatusCodes.Status409Conflict, "draft-sent", "The draft was sent and cannot be changed. Follow up with a message of its own.");

    public static Refused Changed { get; } =
        new(
            StatusCodes.Status412PreconditionFailed,
            "draft-changed",
            "The draft was changed meanwhile. Nothing was stored. Read it again, then decide what counts."
        );
}
