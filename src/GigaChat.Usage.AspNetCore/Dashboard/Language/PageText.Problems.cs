namespace GigaChat.Usage.AspNetCore;

internal sealed partial class PageText
{
    public string ClosedTitle => Of("This page is closed", "Страница закрыта");

    public string ClosedText =>
        Of(
            "Without a policy it opens only in the Development environment, in a browser on the same machine, at localhost, not from a link on another site and not through a proxy; HTTP/1.0 and “Connection: close” count as signs of a proxy. To open it to others, call RequireAuthorization(…) and UseAuthorization() in the application.",
            "Без политики она открывается только в окружении Development, в браузере на той машине, где работает, по адресу localhost, не по ссылке с другого сайта и не через прокси; HTTP/1.0 и «Connection: close» считаются признаками прокси. Чтобы открыть её другим, вызовите в приложении RequireAuthorization(…) и UseAuthorization()."
        );

    public string MethodTitle => Of("This page is read-only", "Страница только для чтения");

    public string MethodText => Of("It accepts GET and HEAD.", "Она принимает GET и HEAD.");

    public string BusyTitle => Of("Other exports are in progress", "Идут другие выгрузки");

    public string BusyText => Of("Try again in a few seconds.", "Повторите через несколько секунд.");

    public string NotFoundTitle => Of("Not found", "Не найдено");

    public string NotFoundText => Of("There is no such page or record.", "Такой страницы или записи нет.");

    public string BadQueryTitle => Of("The address is not valid", "Недопустимый адрес");

    public string BadQuery(string parameter) =>
        Of(
            $"The value of the parameter “{parameter}” is not valid.",
            $"Недопустимое значение параметра «{parameter}»."
        );

    public string GivenOnce => Of("It may be given only once.", "Его можно указать один раз.");

    public string NotBlank => Of("It must not be blank.", "Он не может состоять из пробелов.");

    public string NoControlCharacters =>
        Of("It must not contain control characters.", "В нём не может быть управляющих символов.");

    public string DayExpected =>
        Of(
            "It must be a date from 2000-01-01 to 2999-12-31 in the format YYYY-MM-DD.",
            "Это должна быть дата от 2000-01-01 до 2999-12-31 в формате ГГГГ-ММ-ДД."
        );

    public string FromBeforeTo =>
        Of("The first day must not be after the last.", "Первый день не может быть позже последнего.");

    public string CursorExpected =>
        Of("It must be taken from a link of the list.", "Его нужно взять из ссылки в списке.");

    public string OneCursor =>
        Of("Only one of after and before may be given.", "Можно указать только один из after и before.");

    public string StoreTitle => Of("The store does not respond", "Хранилище не отвечает");

    public string StoreText =>
        Of(
            "The figures cannot be shown now. Calls continue; their records wait in the queue and are written when the store is available again. The cause is in the application's log.",
            "Показать числа сейчас нельзя. Вызовы продолжаются, их записи ждут в очереди и будут сохранены, когда хранилище снова станет доступно. Причина — в журнале приложения."
        );

    public string SectionMissing =>
        Of(
            "This part could not be loaded. The cause is in the application's log.",
            "Эту часть загрузить не удалось. Причина — в журнале приложения."
        );

    public string Back => Of("To the overview", "К обзору");

    public string AtMostCharacters(int count) =>
        Of($"It may have at most {count} characters.", $"В нём может быть не больше {count} символов.");

    public string OneOf(IReadOnlyList<string> choices) =>
        Of(
            $"It must be one of: {string.Join(", ", choices)}.",
            $"Это должно быть одно из: {string.Join(", ", choices)}."
        );

    public string SomeOf(IReadOnlyList<string> choices) =>
        Of(
            $"It must be one or more of these, with commas between them: {string.Join(", ", choices)}.",
            $"Это должно быть одно или несколько из них через запятую: {string.Join(", ", choices)}."
        );

    public string WholeNumber(int min, int max) =>
        Of($"It must be a whole number from {min} to {max}.", $"Это должно быть целое число от {min} до {max}.");
}
