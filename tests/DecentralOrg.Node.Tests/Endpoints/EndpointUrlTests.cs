using DecentralOrg.Node.Endpoints;

namespace DecentralOrg.Node.Tests.Endpoints;

internal sealed class EndpointUrlTests
{
    [TestCase("http://127.0.0.1:8545", "http://127.0.0.1:8545")]
    [TestCase("http://127.0.0.1:8545/", "http://127.0.0.1:8545")]
    [TestCase("https://x.org/v3/secret", "https://x.org/…")]
    [TestCase("https://x.org?key=secret", "https://x.org/…")]
    [TestCase("https://user:secret@x.org", "https://x.org/…")]
    [TestCase("https://x.org/secret, http://127.0.0.1:1", "https://x.org/…,http://127.0.0.1:1")]
    [TestCase("secret", "…")]
    [TestCase("", "")]
    public void A_key_is_never_shown(string url, string shown) => Assert.That(EndpointUrl.Shown(url), Is.EqualTo(shown));

    [Test]
    public void Several_are_read_in_their_order() => Assert.That(
        EndpointUrl.ReadAll("http://b:1, https://a/x ,http://c").Select(url => url.ToString()), Is.EqualTo((string[])["http://b:1/", "https://a/x", "http://c/"]));

    [TestCase("")]
    [TestCase(",")]
    [TestCase("ftp://x")]
    [TestCase("http://a,nonsense")]
    [TestCase("http://a,http://a/")]
    public void What_is_no_list_of_different_urls_is_refused(string text) => Assert.That(() => EndpointUrl.ReadAll(text), Throws.TypeOf<FormatException>());
}
