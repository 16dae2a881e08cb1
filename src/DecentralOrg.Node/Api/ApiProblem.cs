using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;

namespace DecentralOrg.Node.Api;

/// <summary>Refusals of the API as problem details (RFC 9457): a name, what is wrong, and what to do next.</summary>
internal static class ApiProblem
{
    public static ProblemHttpResult NotReady() => Of(
        StatusCodes.Status503ServiceUnavailable, "not-ready", "The organization is not read yet",
        "The node has not read the organization's founding from the chain yet; ask /health/ready what it waits for.");

    public static ProblemHttpResult NotFound(string what) => Of(StatusCodes.Status404NotFound, "not-found", "There is no such thing", what);

    public static ProblemHttpResult BadParameter(string what) => Of(StatusCodes.Status400BadRequest, "bad-parameter", "A parameter is out of range", what);

    private static ProblemHttpResult Of(int status, string name, string title, string detail) =>
        TypedResults.Problem(detail, statusCode: status, title: title, type: $"urn:decentralorg:problem:{name}");
}
