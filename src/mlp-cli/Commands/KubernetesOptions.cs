using System.CommandLine;
using Mlp.Cli.Deploying;
using Mlp.Cli.Kubernetes.Settings;

namespace Mlp.Cli.Commands;

/// <summary>What the commands take that may be about a cluster.</summary>
internal static class KubernetesOptions
{
    /// <summary>The target's name.</summary>
    public const string Kubernetes = DeployTarget.Kubernetes;

    public static readonly Option<string?> Kubeconfig = new("--kubeconfig")
    {
        Description = "kubernetes: the file that says where the cluster is and who asks. [KUBECONFIG, ~/.kube/config]",
        HelpName = "file",
    };

    public static readonly Option<string?> Context = new("--context") { Description = "kubernetes: which of the file's contexts. [its current one]", HelpName = "name" };

    public static readonly Option<string?> Namespace = NamespaceOption();

    public static readonly Option<string?> Timeout = new("--timeout") { Description = "kubernetes: how long a pair may take until it is ready. [5m]", HelpName = "duration" };

    public static readonly Option<bool> ForceConflicts = new("--force-conflicts") { Description = "kubernetes: takes fields over that others have set meanwhile." };

    public static readonly Option<string?> Settings = new("--settings")
    {
        Description = "kubernetes: the mlp.json whose 'deploy' says how the pairs run. [that of the project that is checked out]",
        HelpName = "file",
    };

    public static readonly Option<string?> Images = new("--images")
    {
        Description = "kubernetes: a file that lists images that were pushed before, as mlp images --push --output json writes it.",
        HelpName = "file",
    };

    public static readonly Option<string?> Render = new("--render")
    {
        Description = "kubernetes: writes the objects into this folder, with a kustomization, and touches no cluster.",
        HelpName = "folder",
    };

    private static readonly Option[] All = [Kubeconfig, Context, Namespace, Timeout, ForceConflicts, Settings, Images, Render];

    /// <summary>For targets that are no cluster.</summary>
    public static void Refuse(ParseResult parsed, string target)
    {
        if (All.FirstOrDefault(option => parsed.GetResult(option) is { Implicit: false }) is { } given)
        {
            throw new UsageException($"{given.Name} is for --target {Kubernetes}, and the target is {target}", given.Name, $"leave it out, or give --target {Kubernetes}");
        }
    }

    /// <summary>What is rendered touches no cluster, so there is nothing to try or to retire.</summary>
    public static void RefuseWithRender(ParseResult parsed, params Option[] others)
    {
        if (parsed.GetValue(Render) is { } folder && others.Append(Kubeconfig).Append(Context).Append(Timeout).Append(ForceConflicts).FirstOrDefault(option => parsed.GetResult(option) is { Implicit: false }) is { } given)
        {
            throw new UsageException($"--render and {given.Name} contradict each other", folder, "give one of them");
        }
    }

    private static Option<string?> NamespaceOption()
    {
        var option = new Option<string?>("--namespace") { Description = "kubernetes: the namespace. ['deploy.namespace' of mlp.json, that of the context]", HelpName = "name" };
        option.Validators.Add(result =>
        {
            if (result.Tokens is [var token] && !KubernetesText.IsLabel(token.Value))
            {
                result.AddError($"'{token.Value}' is not the name of a namespace: use lower-case letters, digits and -, at most 63 characters");
            }
        });
        return option;
    }
}
