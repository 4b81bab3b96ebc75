using Exchange.Protocol.Life;

namespace Exchange.Tests.Protocol;

/// <summary>The state of an exchange as its opener would tell it: of both sides it is the same, once all messages have their receipts.</summary>
internal static class MirroredState
{
    public static string Of(ExchangeState state)
    {
        var opened = state.OpenedByUs;
        var steps = state
            .Steps.Select(step =>
                $"{(step.IsOurs == opened ? "opener" : "asked")} {step.Step} {step.Sequence} {step.Pending} {step.At:O} {step.Asking} {step.NewDueAt:O} {step.Access} {step.Outcome}"
            )
            .Order(StringComparer.Ordinal);
        return $"{state.Status} {state.Outcome} {state.Due} {state.OurTurn == opened} {state.OurTurn is null} {state.IsUnapplied(opened)} {state.IsUnapplied(!opened)} {string.Join(", ", state.Answered)} {(opened ? state.ToDestroyHere : state.ToDestroyThere)} {(opened ? state.ToDestroyThere : state.ToDestroyHere)} {string.Join("; ", steps)}";
    }
}
