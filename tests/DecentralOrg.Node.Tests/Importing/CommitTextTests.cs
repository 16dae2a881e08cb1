using DecentralOrg.Node.Importing;

namespace DecentralOrg.Node.Tests.Importing;

internal sealed class CommitTextTests
{
    [TestCase("Reviewed-by: Ann <ann@x.org>", "reviewed-by", "Ann ", "ann@x.org")]
    [TestCase("  REPORTED-BY:Ann<ann@x.org> (twice)\r", "reported-by", "Ann", "ann@x.org")]
    [TestCase("Acked-by: <ann@x.org>", "acked-by", "", "ann@x.org")]
    [TestCase("Fixes: 01234567", "fixes", "01234567", "")]
    [TestCase("fixes: 0123456789abcdef0123456789abcdef0123456789 (\"more digits than an id\")", "fixes", "0123456789abcdef0123456789abcdef01234567", "")]
    public void A_line_with_a_known_key_is_a_trailer(string line, string key, string name, string email) =>
        Assert.That(CommitText.Trailers(line), Is.EqualTo(new[] { new Trailer(key, name, email) }));

    [TestCase("Signed-off-by: Ann <ann@x.org>")]
    [TestCase("Reviewed-by Ann <ann@x.org>")]
    [TestCase("Reviewed-by: Ann")]
    [TestCase("Reviewed-by: Ann <ann at x.org>")]
    [TestCase("Reviewed-by: Ann <ann@x.org")]
    [TestCase("Reviewed-by: Ann <Ann> <ann@x.org>")]
    [TestCase("Was Reviewed-by: Ann <ann@x.org>")]
    [TestCase("Fixes: 0123456")]
    [TestCase("Fixes: ABCDEF0123")]
    [TestCase("Fixes: commit 0123456789ab")]
    public void Any_other_line_is_not(string line) => Assert.That(CommitText.Trailers(line), Is.Empty);

    [Test]
    public void Digits_that_begin_two_earlier_ids_name_none_of_them()
    {
        var earlier = new CommitPrefixes();
        earlier.Add("0123456789", 0);
        Assert.That(earlier.Find("01234567"), Is.Zero);
        earlier.Add("0123456799", 1);

        Assert.That(earlier.Find("01234567"), Is.Null);
        Assert.That(earlier.Find("012345678"), Is.Zero);
        Assert.That(earlier.Find("0123456799"), Is.EqualTo(1));
        Assert.That(earlier.Find("0123456700"), Is.Null);
        Assert.That(earlier.Find("99999999"), Is.Null);
    }

    [Test]
    public void A_name_is_known_without_quotes_spaces_and_case_and_an_empty_one_never()
    {
        var people = new PeopleRegister();

        Assert.That(people.NumberOf("Ann  Ash", "ANN@x.org"), Is.Zero);
        Assert.That(people.NumberOf("\"ann\tash \"", "ann@y.org"), Is.Zero);
        Assert.That(people.NumberOf("Ann A.", "ann@Y.org"), Is.Zero);
        Assert.That(people.NumberOf("ANN A.", "ann@z.org"), Is.Zero);
        Assert.That(people.NumberOf("", "one@x.org"), Is.EqualTo(1));
        Assert.That(people.NumberOf("''", "two@x.org"), Is.EqualTo(2));
        Assert.That(people.NumberOf("Bob", ""), Is.EqualTo(3));
        Assert.That(people.NumberOf("Cy", ""), Is.EqualTo(4));
        Assert.That(people.NumberOf("Bob", "ann@x.org"), Is.Zero);
        Assert.That(people.NumberOf("bob", "bob@x.org"), Is.EqualTo(3));
        Assert.That(people.People[0], Is.EqualTo(new Person(0, "Ann Ash", "ann@x.org")));
    }

    [Test]
    public void A_log_that_is_cut_short_or_something_else_is_refused()
    {
        var reader = new GitLogReader(_ => { });
        Assert.That(() => reader.Accept("warning: something"), Refused);
        reader.Accept(new string('a', 40));
        reader.Accept("1000");
        Assert.That(reader.Complete, Refused);
        foreach (var field in new[] { "Ann", "ann@x.org", "Subject", "Body" })
            reader.Accept(field);
        reader.Accept("\n1\t2\tlib/a");
        Assert.That(() => reader.Accept("3 4 lib/b"), Refused);
    }

    private static NUnit.Framework.Constraints.IResolveConstraint Refused =>
        Throws.InstanceOf<ImportException>().With.Property(nameof(ImportException.Reason)).EqualTo(ImportRefusal.UnreadableLog);
}
