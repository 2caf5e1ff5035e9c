namespace GigaChat.Usage.AspNetCore;

internal sealed partial class PageText
{
    public string TagsColumn => Of("Tags", "Теги");

    public string TagFilter => Of("Tag (key=value)", "Тег (ключ=значение)");

    public string WithoutFilter => Of("Without a value", "Без значения");

    public string TagColumn => Of("Tag", "Тег");

    public string WithoutTagColumn => Of("Without the tag", "Без тега");

    public string WithoutTagFilter => Of("Without the tag (key)", "Без тега (ключ)");

    /// <summary>Gets the name of a tag's value; null for none.</summary>
    public string TagValue(string? value) =>
        value is null ? NoTag
        : string.Equals(value, UsageTags.Others, StringComparison.Ordinal) ? Of("Other values", "Прочие значения")
        : value;

    public string OtherValuesNote =>
        Of(
            "“Other values” is the sum of the values beyond the daily limit of the store (MaxTagValuesPerDay).",
            "«Прочие значения» — сумма по значениям сверх суточного лимита хранилища (MaxTagValuesPerDay)."
        );

    public string TagExpected =>
        Of("It must be a tag with its value, such as tenant=acme.", "Это должен быть тег со значением: tenant=acme.");

    private static (string Seen, string Advice)? OfTags(FindingFigures of) =>
        of.Code switch
        {
            UsageFindingCode.TagsDropped => (
                $"Вызовов, у которых больше {of["limit"]} тегов: {of["calls"]}; лишние теги отброшены.",
                "Задавайте меньше тегов: теги клиента, областей, запроса и обогатителей складываются."
            ),
            UsageFindingCode.TagValuesBeyondLimit => (
                $"Теги, у которых в последние дни ({of["days"]}) больше значений за сутки, чем хранилище считает по отдельности: {of["tag"]}. Остальные значения сложены в одно.",
                "Используйте теги с немногими значениями, а не идентификаторы запросов; иначе увеличьте MaxTagValuesPerDay, а где вместо тега «…» — MaxTagKeysPerDay."
            ),
            _ => null,
        };
}
