using Exchange.Gateway.Exporting;
using Microsoft.AspNetCore.Http.Features;

namespace Exchange.Gateway.Api;

/// <summary>Comparing our ledger with an export that an auditor has from a counterpart.</summary>
internal static class ComparisonEndpoints
{
    public const string Type = "application/zip";

    public static async Task<IResult> CompareAsync(
        HttpRequest request,
        Counterparts counterparts,
        ExportComparison comparison,
        CancellationToken cancellation
    )
    {
        // What one upload needs in memory is bounded; so is their number.
        if (!comparison.TryBegin())
        {
            return Problems.Of(
                StatusCodes.Status429TooManyRequests,
                "too-often",
                "Another comparison is running. Nothing was compared. Try again in a minute."
            );
        }

        try
        {
            return await ReadAsync(request, cancellation) is { } zip
                ? Results.Json(
                    await Task.Run(() => comparison.Compare(UploadedExport.Read(zip, counterparts)), cancellation),
                    ProtocolJson.Options
                )
                : TooLarge;
        }
        catch (UnusableExportException unusable)
        {
            return Problems.Of(StatusCodes.Status422UnprocessableEntity, "unusable-export", $"{unusable.Message} Nothing was compared.");
        }
        catch (ExportTooLargeException)
        {
            return TooLarge;
        }
        finally
        {
            comparison.End();
        }
    }

    private static IResult TooLarge =>
        Problems.Of(
            StatusCodes.Status413PayloadTooLarge,
            "export-too-large",
            FormattableString.Invariant(
                $"A zip of at most {ComparisonView.LargestZip} bytes is compared here, and ledgers of at most {ExportComparison.MostEntries} entries. Nothing was compared. Use: exchange ledger compare DIR-A DIR-B"
            )
        );

    private static async Task<MemoryStream?> ReadAsync(HttpRequest request, CancellationToken cancellation)
    {
        request.HttpContext.Features.GetRequiredFeature<IHttpMaxRequestBodySizeFeature>().MaxRequestBodySize = null;
        var (zip, buffer) = (new MemoryStream(), new byte[81920]);
        for (var read = 1; read > 0 && zip.Length <= ComparisonView.LargestZip;)
        {
            read = await request.Body.ReadAsync(buffer, cancellation);
            zip.Write(buffer, 0, read);
        }

        zip.Position = 0;
        return zip.Length <= ComparisonView.LargestZip ? zip : null;
    }
}
