using System.Globalization;

namespace Mlp.Serving.Predicting;

/// <summary>Why a prediction was not made, where the model is not to be asked.</summary>
internal static class DispatchFaults
{
    public static Refusal QueueFull(int waiting, int most) => new(
        ErrorCode.QueueFull, string.Create(CultureInfo.InvariantCulture, $"{waiting} predictions are waiting; the queue takes {most}"),
        remedy: "try again in a second; the operator sets the length with --queue, and the speed with --instances");

    public static Refusal NoState() => new(ErrorCode.SessionUnusable, "the model has no state that a session could keep", "session", "leave the session out");

    public static Refusal TooLong() => new(
        ErrorCode.TookTooLong, "the prediction did not end in time", remedy: "try again later, or another input; the operator sets the time with --timeout");

    public static Refusal Hangs(int calls) => new(
        ErrorCode.ModelHangs, string.Create(CultureInfo.InvariantCulture, $"{calls} calls of the model did not end"), remedy: "restart the process; correct the model, which must return or throw");
}
