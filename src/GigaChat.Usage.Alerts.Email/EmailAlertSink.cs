using MailKit.Net.Smtp;
using MailKit.Security;
using MimeKit;

namespace GigaChat.Usage.Alerts;

/// <summary>Sends a message for each notification, as HTML and as plain text.</summary>
internal sealed class EmailAlertSink(string name, EmailAlertOptions options) : IUsageAlertSink
{
    public string Name => name;

    public bool Accepts(UsageAlertNotification notification) => options.Accepts(notification);

    public async ValueTask DeliverAsync(UsageAlertNotification notification, CancellationToken cancellationToken)
    {
        using var message = MessageOf(notification with { Language = options.Language ?? notification.Language });
        using var client = new SmtpClient();
        await client
            .ConnectAsync(options.Host, options.Port, SecurityOf(options.Security), cancellationToken)
            .ConfigureAwait(false);
        if (options is { UserName: { } user, Password: { } password })
            await client.AuthenticateAsync(user, password, cancellationToken).ConfigureAwait(false);
        await client.SendAsync(message, cancellationToken).ConfigureAwait(false);
        try
        {
            await client.DisconnectAsync(quit: true, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception)
        {
            // The server has accepted the message: one that fails to say goodbye must not get it again.
        }
    }

    internal MimeMessage MessageOf(UsageAlertNotification notification)
    {
        var from = MailboxAddress.Parse(options.From);
        var message = new MimeMessage();
        message.From.Add(from);
        foreach (var recipient in options.To)
            message.To.Add(MailboxAddress.Parse(recipient));
        message.Subject =
            options.SubjectPrefix.Length > 0 ? $"{options.SubjectPrefix} {notification.Title}" : notification.Title;
        message.Date = notification.CreatedAt;

        // The same for every attempt: mail programs show a message with a known id once.
        message.MessageId = $"{notification.Id:N}@{from.Domain}";
        message.Body = new BodyBuilder
        {
            TextBody = notification.ToPlainText(),
            HtmlBody = EmailHtml.Write(notification),
        }.ToMessageBody();
        return message;
    }

    private static SecureSocketOptions SecurityOf(EmailAlertSecurity security) =>
        security switch
        {
            EmailAlertSecurity.Tls => SecureSocketOptions.SslOnConnect,
            EmailAlertSecurity.None => SecureSocketOptions.None,
            _ => SecureSocketOptions.StartTls,
        };
}
