using System.Text;
using DecentralOrg.Kernel.Records;

namespace DecentralOrg.Kernel.Tests.Records;

public sealed class RecordTextTests
{
    [Test]
    public void Text_is_signed_in_normal_form_C()
    {
        var composed = RecordText.From("caf\u00E9");
        Assert.That(RecordText.From("cafe\u0301"), Is.EqualTo(composed));
        Assert.That(composed.Bytes.ToArray(), Is.EqualTo(Encoding.UTF8.GetBytes("caf\u00E9")));
    }

    [Test]
    public void Bytes_that_are_no_UTF8_are_kept_and_shown_with_a_replacement()
    {
        byte[] bytes = [0x61, 0xFF, 0x62];
        var text = new RecordText(bytes);
        Assert.That(text.Bytes.ToArray(), Is.EqualTo(bytes));
        Assert.That(text.ToString(), Is.EqualTo("a\uFFFDb"));
        Assert.That(text, Is.Not.EqualTo(RecordText.From(text.ToString())));
    }

    [Test]
    public void A_lone_surrogate_is_refused() =>
        Assert.That(() => RecordText.From("\uD800"), Throws.InstanceOf<ArgumentException>());
}
