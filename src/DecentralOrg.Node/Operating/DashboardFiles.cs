using System.Net.Mime;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.StaticFiles;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.FileProviders;

namespace DecentralOrg.Node.Operating;

/// <summary>
/// The dashboard's files, as its build left them beside the program. A path that the API has is never a file: what routes know
/// is answered by them.
/// </summary>
internal static class DashboardFiles
{
    /// <summary>What a page may do. Lit makes its templates through the policy <c>lit-html</c>; <c>decentralorg</c> lets the worker's file become a script.</summary>
    private const string PagePolicy =
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; worker-src 'self'; " +
        "base-uri 'none'; form-action 'none'; frame-ancestors 'none'; require-trusted-types-for 'script'; trusted-types lit-html decentralorg";

    /// <summary>What the worker that verifies may do: it alone reaches the endpoint that its user names.</summary>
    private const string VerifierPolicy =
        "default-src 'none'; script-src 'self'; connect-src http: https:; require-trusted-types-for 'script'; trusted-types 'none'";

    /// <summary>Vite names these by their content, so that what a browser has of them is never stale.</summary>
    private static readonly PathString[] NamedByContent = ["/assets", "/verify"];

    private static readonly FileExtensionContentTypeProvider Types = new(new Dictionary<string, string>
    {
        [".html"] = "text/html; charset=utf-8",
        [".js"] = "text/javascript; charset=utf-8",
        [".css"] = "text/css; charset=utf-8",
        [".svg"] = "image/svg+xml",
        [".png"] = "image/png",
        [".woff2"] = "font/woff2",
        [".json"] = "application/json",
        [".webmanifest"] = "application/manifest+json",
    });

    /// <summary>Compresses the dashboard's files, and nothing else.</summary>
    public static void AddDashboard(this IServiceCollection services) =>
        services.AddResponseCompression(compression =>
            compression.MimeTypes = [MediaTypeNames.Text.Html, MediaTypeNames.Text.JavaScript, MediaTypeNames.Text.Css, MediaTypeNames.Image.Svg]);

    /// <summary>Serves the files of a folder.</summary>
    /// <param name="application">The node.</param>
    /// <param name="folder">What the dashboard's build wrote. If it is not there, <c>/</c> says how it is built.</param>
    public static void UseDashboard(this WebApplication application, string folder)
    {
        application.Use((http, next) =>
        {
            var headers = http.Response.Headers;
            headers.ContentSecurityPolicy = http.Request.Path.StartsWithSegments("/verify") ? VerifierPolicy : PagePolicy;
            headers.XContentTypeOptions = "nosniff";
            headers["Referrer-Policy"] = "no-referrer";
            headers["Cross-Origin-Opener-Policy"] = "same-origin";
            return next(http);
        });
        if (!File.Exists(Path.Combine(folder, "index.html")))
        {
            application.MapGet("/", () => TypedResults.Text(
                "This node was built without its dashboard: run 'npm run dashboard', then build the node again. Its API is described at /openapi/v1.json.\n",
                statusCode: StatusCodes.Status404NotFound)).ExcludeFromDescription();
            return;
        }
        var files = new PhysicalFileProvider(folder);
        application.Lifetime.ApplicationStopped.Register(files.Dispose);
        // Behind routing: what a route has is not looked for among the files.
        application.UseWhen(http => http.GetEndpoint() is null, paths =>
        {
            paths.UseResponseCompression();
            paths.UseDefaultFiles(new DefaultFilesOptions { FileProvider = files, DefaultFileNames = ["index.html"], RedirectToAppendTrailingSlash = false });
            paths.UseStaticFiles(new StaticFileOptions
            {
                FileProvider = files,
                ContentTypeProvider = Types,
                OnPrepareResponse = answer => answer.Context.Response.Headers.CacheControl =
                    NamedByContent.Any(folder => answer.Context.Request.Path.StartsWithSegments(folder)) ? "public, max-age=31536000, immutable" : "no-cache",
            });
        });
    }
}
