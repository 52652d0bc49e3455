/** A delivery report (RFC 3464) as mail servers write it. */

export interface Undelivered {
  /** Where the report goes: the sender of our letter. */
  to: string;
  recipient: string;
  action: string;
  status: string;
  diagnostic?: string;
  /** Headers of our letter that the report returns. */
  returned: string[];
}

export const deliveryReport = ({
  to,
  recipient,
  action,
  status,
  diagnostic,
  returned,
}: Undelivered): string =>
  [
    'From: Mail Delivery System <MAILER-DAEMON@mx.example>',
    `To: ${to}`,
    'Subject: Undelivered Mail Returned to Sender',
    'Auto-Submitted: auto-replied',
    'MIME-Version: 1.0',
    'Content-Type: multipart/report; report-type=delivery-status; boundary=r',
    '',
    '--r',
    'Content-Type: text/plain',
    '',
    'Your letter could not be delivered.',
    '--r',
    'Content-Type: message/delivery-status',
    '',
    'Reporting-MTA: dns; mx.example',
    '',
    `Final-Recipient: rfc822; ${recipient}`,
    `Action: ${action}`,
    `Status: ${status}`,
    ...(diagnostic === undefined ? [] : [`Diagnostic-Code: ${diagnostic}`]),
    '--r',
    'Content-Type: text/rfc822-headers',
    '',
    ...returned,
    '',
    '--r--',
    '',
  ].join('\r\n');
