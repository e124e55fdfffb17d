using Mlp.Server.Access;
using Mlp.Server.Database;
using Mlp.Server.Events;
using Mlp.Server.Parameters;
using Mlp.Server.Types;
using Mlp.Wire;

namespace Mlp.Server.Compatibility;

/// <summary>A request to add or remove a link by hand, once it was found to be acceptable in itself.</summary>
internal sealed record LinkRequest(Name Type, TypeVersion TypeVersion, Name Parameters, ParametersVersion ParametersVersion, string? Reason)
{
    public static LinkRequest Check(ChangeLink wire) => new(
        Input.Name(wire.Type),
        Input.TypeVersion(wire.TypeVersion),
        Input.Name(wire.Parameters),
        Input.ParametersVersion(wire.ParametersVersion),
        Input.OptionalText(wire.Reason, "reason", 1000));

    public async Task<ChangedLink> Change(Session session, Caller caller, bool linked)
    {
        await DemandEitherOwner(session, caller);
        var mtv = await ModelTypes.FindVersion(session, Type, TypeVersion.ToString());
        var mpv = await ParametersNames.FindVersion(session, Parameters, ParametersVersion.ToString());
        var changed = await new LinkChanges(session).ByHand(mtv, mpv, linked, Reason);
        if (changed.Outcome != "unchanged")
        {
            await session.Audit(linked ? EventKind.CompatibilityAdded : EventKind.CompatibilityRemoved, $"{Type}@{TypeVersion} {Parameters}@{ParametersVersion}", new { Reason });
        }

        return changed;
    }

    // Either side's owner knows what fits; a token for a third project does not.
    private async Task DemandEitherOwner(Session session, Caller caller)
    {
        var type = await ModelTypes.Find(session, Type);
        var parameters = await ParametersNames.Find(session, Parameters);
        if (caller.Project is { } project
            && !await Ownership.MayUse(session, Ownership.Type, type.Name, type.Project, project)
            && !await Ownership.MayUse(session, Ownership.Parameters, parameters.Name, parameters.Project, project))
        {
            throw new Refusal(
                ErrorCode.WrongProject,
                $"'{type.Name}' belongs to project '{type.Project}' and '{parameters.Name}' to '{parameters.Project}', not to '{project}'",
                project,
                "use a token of one of the owners, or ask for a grant");
        }
    }
}
