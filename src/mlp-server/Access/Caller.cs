using System.Reflection;

namespace Mlp.Server.Access;

/// <summary>Who asks: a token, or the owner of the local socket. A handler's parameter of this type is the request's caller.</summary>
/// <param name="Name">Goes into the audit log.</param>
/// <param name="Role">What it may do.</param>
/// <param name="Project">The only project it may write to; null is any.</param>
/// <param name="IsLocal">Came over the socket or in process, so that it shares this machine's registry.</param>
/// <param name="Token">The token's id; names of tokens are not unique.</param>
internal sealed record Caller(string Name, Role Role, string? Project, bool IsLocal, long? Token = null) : IBindableFromHttpContext<Caller>
{
    public const string LocalPrefix = "local:";

    /// <summary>Tells callers apart, and nothing else does.</summary>
    public string Identity => Token is { } id ? $"token:{id}" : Name;

    public bool MayActFor(string project) => Project is null || string.Equals(Project, project, StringComparison.Ordinal);

    public void DemandProject(string project)
    {
        if (!MayActFor(project))
        {
            throw new Refusal(ErrorCode.WrongProject, $"the token '{Name}' is for project '{Project}' alone", project, $"use a token for project '{project}', or one without a project");
        }
    }

    public void DemandRole(Role required)
    {
        if (required != Role.Reader && Role != Role.Admin && Role != required)
        {
            throw new Refusal(ErrorCode.RoleTooLow, $"this needs the role {Text(required)}; '{Name}' is a {Text(Role)}", Text(Role), $"use a token with the role {Text(required)}");
        }
    }

    public static Caller Of(HttpContext context) =>
        context.Features.Get<Caller>() ?? throw new InvalidOperationException("the request passed without a caller");

    public static ValueTask<Caller?> BindAsync(HttpContext context, ParameterInfo parameter) => ValueTask.FromResult<Caller?>(Of(context));

    private static string Text(Role role) => RoleText.Of(role);
}
