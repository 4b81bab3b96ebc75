using PhoneNumbers;

namespace Exchange.Protocol.Vocabulary.Entities;

/// <summary>
/// The telephone numbering plans of all countries, as libphonenumber has them. They change every month, so they only warn the writer of a
/// number, and never judge what arrives: two sides need not have the same version.
/// </summary>
internal static class NumberingPlan
{
    /// <summary>False for a number in E.164 form that its country does not give out, by this version of the plans.</summary>
    public static bool Has(string e164)
    {
        var plans = PhoneNumberUtil.GetInstance();
        try
        {
            return plans.IsValidNumber(plans.Parse(e164, defaultRegion: null));
        }
        catch (NumberParseException)
        {
            return false;
        }
    }
}
