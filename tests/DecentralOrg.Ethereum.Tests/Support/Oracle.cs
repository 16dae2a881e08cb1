using System.Diagnostics;
using System.Text.Json;

namespace DecentralOrg.Ethereum.Tests;

/// <summary>viem, asked in one batch: a process a question would take minutes.</summary>
internal sealed class Oracle
{
    private readonly List<string> questions = [];
    private readonly List<Action<string>> checks = [];

    /// <summary>Asks, and checks the answer when all are there.</summary>
    public void Ask(object question, Action<string> check)
    {
        questions.Add(JsonSerializer.Serialize(question));
        checks.Add(check);
    }

    /// <summary>Asks, and expects this answer.</summary>
    public void Expect(object question, string expected, string why) =>
        Ask(question, answer => Assert.That(expected, Is.EqualTo(answer), why));

    /// <summary>Starts the oracle, gives it all questions and checks all answers.</summary>
    public async Task RunAsync()
    {
        _ = Repository.NodeModule("viem");
        var start = new ProcessStartInfo("node")
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            ArgumentList = { Path.Combine(Repository.TestFolder, "oracle", "oracle.mjs") },
        };
        using var process = Process.Start(start) ?? throw new InvalidOperationException("node did not start.");
        var errors = process.StandardError.ReadToEndAsync();
        var output = process.StandardOutput.ReadToEndAsync();
        foreach (var question in questions)
            await process.StandardInput.WriteLineAsync(question);
        process.StandardInput.Close();
        var answers = (await output).Split('\n', StringSplitOptions.RemoveEmptyEntries);
        await process.WaitForExitAsync();
        Assert.That(answers, Has.Length.EqualTo(questions.Count), await errors);
        for (var i = 0; i < answers.Length; i++)
            checks[i](JsonSerializer.Deserialize<string>(answers[i])!);
    }
}
