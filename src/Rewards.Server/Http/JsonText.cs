using System.Text.Encodings.Web;
using System.Text.Json;

namespace Rewards.Server.Http;

/// <summary>How JSON is written: Chinese text stays readable; answers are never embedded in HTML.</summary>
public static class JsonText
{
    public static readonly JsonWriterOptions WriterOptions = new()
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        SkipValidation = true,
    };
}
