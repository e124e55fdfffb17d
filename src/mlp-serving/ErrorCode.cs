namespace Mlp.Serving;

/// <summary>The stable codes of errors; each has an entry in docs/errors.md. Status 0: said at start, never over HTTP.</summary>
internal sealed record ErrorCode(string Code, int Status, string Title)
{
    // What keeps a model from being served.
    public static readonly ErrorCode WrongOption = new("MLP9000", 0, "An option of the serving process is wrong");
    public static readonly ErrorCode ModelFolderUnusable = new("MLP9001", 503, "The model folder cannot be used");
    public static readonly ErrorCode ModelNotChosen = new("MLP9002", 503, "The folder does not say which model to serve");
    public static readonly ErrorCode ContractTooNew = new("MLP9003", 503, "The model needs a newer serving version");
    public static readonly ErrorCode ModelNotLoaded = new("MLP9004", 503, "The model cannot be loaded");
    public static readonly ErrorCode ParametersRefused = new("MLP9005", 503, "The model refuses the parameters");
    public static readonly ErrorCode WarmUpFailed = new("MLP9006", 503, "The warm-up prediction failed");
    public static readonly ErrorCode ModelHangs = new("MLP9007", 503, "The model hangs");
    public static readonly ErrorCode CannotListen = new("MLP9008", 0, "The serving process cannot listen");
    public static readonly ErrorCode OrderUnreadable = new("MLP9009", 0, "A line of standard input does not say what to serve");

    // What the caller sent.
    public static readonly ErrorCode NotJson = new("MLP9010", 400, "The body is not valid JSON");
    public static readonly ErrorCode InputDoesNotFit = new("MLP9011", 400, "The input does not fit the model");
    public static readonly ErrorCode NotFinite = new("MLP9012", 400, "A number is not finite");
    public static readonly ErrorCode BodyTooLarge = new("MLP9013", 413, "The body of the prediction is too large");
    public static readonly ErrorCode NotTheProtocol = new("MLP9014", 400, "The request is not one of this protocol");
    public static readonly ErrorCode InputRefused = new("MLP9015", 400, "The model refuses the input");
    public static readonly ErrorCode SessionUnusable = new("MLP9016", 400, "The session cannot be used");
    public static readonly ErrorCode BodyIncomplete = new("MLP9017", 400, "The body is not complete");

    // Where it was sent.
    public static readonly ErrorCode NoSuchRoute = new("MLP9020", 404, "The serving process has no such route");
    public static readonly ErrorCode MethodNotAllowed = new("MLP9021", 405, "The route of the serving process does not know this method");
    public static readonly ErrorCode NoSuchModel = new("MLP9022", 404, "This model is not served here");
    public static readonly ErrorCode TokenNeeded = new("MLP9023", 401, "The serving process wants a token");
    public static readonly ErrorCode NotATensorModel = new("MLP9024", 400, "The model's types are no tensors");

    // What became of the prediction.
    public static readonly ErrorCode NotReady = new("MLP9030", 503, "The model is not ready");
    public static readonly ErrorCode QueueFull = new("MLP9031", 503, "Too many predictions are waiting");
    public static readonly ErrorCode TookTooLong = new("MLP9032", 504, "The prediction took too long");
    public static readonly ErrorCode ModelFailed = new("MLP9033", 500, "The model failed");
    public static readonly ErrorCode AnswerUnwritable = new("MLP9034", 500, "The model's answer cannot be written");
    public static readonly ErrorCode Internal = new("MLP9035", 500, "The serving process failed");
    public static readonly ErrorCode TooManySessions = new("MLP9036", 503, "Too many sessions are open");
    public static readonly ErrorCode BodyTooSlow = new("MLP9037", 408, "The body of the prediction came too slowly");
}
