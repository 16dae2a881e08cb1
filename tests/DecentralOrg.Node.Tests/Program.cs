using DecentralOrg.Node.Tests;
using DecentralOrg.Node.Tests.Intake;
using Microsoft.Testing.Platform.Builder;

if (args is [IntakeProcess.Mode, var folder])
{
    await IntakeProcess.ServeAsync(folder);
    return 0;
}
var tests = await TestApplication.CreateBuilderAsync(args);
tests.AddSelfRegisteredExtensions(args);
using var run = await tests.BuildAsync();
return await run.RunAsync();
