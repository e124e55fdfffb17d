using Mlp.Cli.Kubernetes.Cluster;
using Mlp.Cli.Kubernetes.Objects;

namespace Mlp.Cli.Kubernetes;

/// <summary>What can go wrong on the way to a cluster.</summary>
internal static class KubernetesErrors
{
    public static CommandFailedException NotAllowed(string file, string field, string value, string expected) =>
        new("MLP7821", $"the field '{field}' of {file} has a value that Kubernetes does not take", value, $"give {expected}");

    public static CommandFailedException Contradiction(string file, string field, string fact, string remedy) =>
        new("MLP7822", $"{file}: {fact}", field, remedy);

    public static CommandFailedException OtherProject(string type, string project, string? own) => new(
        "MLP7823",
        own is null ? $"how '{type}' runs is not known here" : $"how '{type}' runs is said by the project '{project}', and this is '{own}'",
        project,
        "run the command in a checkout of the project, or name an mlp.json with --settings");

    public static CommandFailedException SameAddress(string address, string first, string second) =>
        new("MLP7824", $"{first} and {second} would share one address", address, "put {name}, or {type} and {parameters}, into 'host' or 'path' of 'deploy.ingress'");

    public static CommandFailedException NotOurFile(string file) =>
        new("MLP7825", "the file was not written by mlp, and stays as it is", file, "name another folder, or remove the file");

    public static CommandFailedException NotRendered(string place, Exception cause) =>
        new("MLP7826", $"the objects cannot be written: {cause.Message}", place, "free some space, check the permissions, or name another folder", cause);

    public static CommandFailedException ImagesNotRead(string file, string reason, Exception? cause = null) =>
        new("MLP7827", $"the list of images cannot be read: {reason}", file, "give what mlp images --push --output json wrote", cause);

    public static CommandFailedException NoImage(string type, string typeVersion, string parameters, string parametersVersion) => new(
        "MLP7828",
        $"there is no image of {type} {typeVersion} with {parameters} {parametersVersion}",
        $"{type}/{parameters}",
        "build it: mlp images --push");

    public static CommandFailedException KubectlMissing() =>
        new("MLP7829", "kubectl was not found on the search path", null, "install it, and see that PATH names its folder; --render needs none");

    public static CommandFailedException KubectlNotStarted(string path, Exception cause) =>
        new("MLP7829", $"kubectl cannot be started: {cause.Message}", path, "see that the file is a program that you may run, or put another kubectl first on PATH", cause);

    public static CommandFailedException KubectlFailed(IReadOnlyList<string> arguments, KubectlAnswer answer) =>
        new("MLP7830", $"the cluster cannot be asked: {answer.Complaint}", string.Join(' ', arguments.Take(2)), answer.Is("Forbidden")
            ? "ask for the rights that docs/kubernetes.md lists"
            : "see that kubectl reaches the cluster: kubectl version; --kubeconfig and --context say which one is meant");

    public static CommandFailedException KubectlTooSlow(IReadOnlyList<string> arguments, TimeSpan limit) =>
        new("MLP7830", $"kubectl did not end within {limit.TotalSeconds:0} s", string.Join(' ', arguments.Take(2)), "see that kubectl reaches the cluster: kubectl version");

    public static CommandFailedException NoContext(string complaint) =>
        new("MLP7831", $"no cluster is configured: {complaint}", null, "name the file with --kubeconfig or KUBECONFIG, and one of its contexts with --context");

    public static CommandFailedException NoNamespace() =>
        new("MLP7831", "no namespace is named", null, "name it with --namespace, or as 'deploy.namespace' in mlp.json");

    public static CommandFailedException NotOurs(string reference, string project) =>
        new("MLP7832", $"the cluster has {reference} already, and it was not made for '{project}'; nothing was changed", reference, "remove it, or deploy into another namespace");

    public static CommandFailedException Conflict(PairToRun pair, string reason) =>
        new("MLP7833", $"somebody else has set fields of {Named(pair)}: {reason}; it is as it was", pair.Name, "agree with them, or take the fields over with --force-conflicts");

    public static CommandFailedException NotApplied(PairToRun pair, string reason) =>
        new("MLP7834", $"the cluster does not take {Named(pair)}: {reason}; it is as it was", pair.Name, "correct 'deploy' in mlp.json; docs/kubernetes.md lists the rights that are needed");

    public static CommandFailedException NotReady(PairToRun pair, string reason) =>
        new("MLP7835", $"{Named(pair)} does not become ready: {reason}; what served before still does", pair.Name, "mend what the report names, and deploy again; --timeout gives it longer");

    public static CommandFailedException NoPrediction(PairToRun pair, string reason) =>
        new("MLP7836", $"{Named(pair)} is ready, but does not predict: {reason}; what served before does again", pair.Name, "mend the model or its parameters, and deploy again");

    public static CommandFailedException NotUndone(PairToRun pair, string failure, string undoing) =>
        new("MLP7837", $"{failure} - but that could not be brought about: {undoing}", pair.Name, $"look at it: kubectl get all -l {PairLabels.Pair}={pair.Name}; and deploy or roll back again");

    public static CommandFailedException NoProxy(string reason) =>
        new("MLP7838", $"the way to the model through the API server cannot be opened: {reason}", null, "see that kubectl proxy works on this machine");

    private static string Named(PairToRun pair) => $"{pair.Type} {pair.TypeVersion} with {pair.Parameters} {pair.ParametersVersion}";
}
