using System.Text.Json.Nodes;
using Exchange.Protocol.Life;

namespace Exchange.Tests.Protocol;

/// <summary>What an entry's detail may hold: a closed set of forms, none of which takes free text.</summary>
internal sealed class DetailFormTests
{
    [TestCase(DetailForm.Number, "0", true)]
    [TestCase(DetailForm.Number, "-1", false)]
    [TestCase(DetailForm.Number, "1.5", false)]
    [TestCase(DetailForm.Number, "\"0\"", false)]
    [TestCase(DetailForm.Numbers, "[0, 2147483647]", true)]
    [TestCase(DetailForm.Numbers, "[-1]", false)]
    [TestCase(DetailForm.Numbers, "[2147483648]", false)]
    [TestCase(DetailForm.Flag, "false", true)]
    [TestCase(DetailForm.Flag, "0", false)]
    [TestCase(DetailForm.Id, "\"019ab0e7-9b00-7abc-8def-000000000001\"", true)]
    [TestCase(DetailForm.Id, "\"019ab0e7-9b00-4abc-8def-000000000001\"", false)]
    [TestCase(DetailForm.Hash, "\"AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=\"", true)]
    [TestCase(DetailForm.Hash, "\"AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA==\"", false)]
    [TestCase(DetailForm.Code, "\"source-or-method-protection\"", true)]
    [TestCase(DetailForm.Code, "\"Free text\"", false)]
    [TestCase(DetailForm.Codes, "[\"arrest\", \"2\"]", true)]
    [TestCase(DetailForm.Codes, "[\"arrest\", \"Free text\"]", false)]
    [TestCase(DetailForm.Codes, "[1]", false)]
    [TestCase(DetailForm.Settings, "[\"Border:FirstResend\"]", true)]
    [TestCase(DetailForm.Settings, "[\"Border:FirstResend\", \"Free text\"]", false)]
    [TestCase(DetailForm.Unit, "\"Free\\ntext\"", false)]
    [TestCase(DetailForm.Version, "\"1.0.0\"", true)]
    [TestCase(DetailForm.Version, "\"Free text\"", false)]
    [TestCase(DetailForm.Time, "null", false)]
    public void A_value_is_in_its_form_or_absent(DetailForm form, string json, bool isInForm) =>
        DetailForms.Has(form, JsonNode.Parse(json)).ShouldBe(isInForm);

    [TestCase(DetailForm.Numbers, 100, "1")]
    [TestCase(DetailForm.Codes, 64, "\"arrest\"")]
    [TestCase(DetailForm.Settings, 64, "\"Border:FirstResend\"")]
    public void A_list_is_no_longer_than_said(DetailForm form, int most, string item)
    {
        DetailForms.Has(form, Of(most)).ShouldBeTrue();
        DetailForms.Has(form, Of(most + 1)).ShouldBeFalse();

        JsonNode? Of(int count) => JsonNode.Parse($"[{string.Join(',', Enumerable.Repeat(item, count))}]");
    }
}
