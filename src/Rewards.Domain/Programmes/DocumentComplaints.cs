namespace Rewards.Domain.Programmes;

/// <summary>Collects everything that is wrong with a document, so that its author can mend it in one go.</summary>
public sealed class DocumentComplaints
{
    /// <summary>Most complaints about one document; with the last one reading stops.</summary>
    public const int Max = 50;

    private readonly List<DocumentError> errors = [];

    /// <exception cref="DocumentException">This was complaint number <see cref="Max"/>.</exception>
    public void Add(int line, string field, string message)
    {
        errors.Add(new DocumentError(line, field.Length == 0 ? "document" : field, message));
        if (errors.Count == Max)
        {
            ThrowIfAny();
        }
    }

    /// <exception cref="DocumentException">There are complaints; they are in the order of lines.</exception>
    public void ThrowIfAny()
    {
        if (errors.Count > 0)
        {
            throw new DocumentException([.. errors.OrderBy(error => error.Line)]);
        }
    }
}
