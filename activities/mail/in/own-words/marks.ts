/** What the names, classes and styles that mail programs give to HTML elements say of the text in them. */

export type Mark =
  'quoted' | 'signature' | 'hidden' | 'quote-frame' | 'original-begins' | 'original-may-begin';

/** Attributes that carry a mark; no others are read. */
export const markingAttributes = new Set([
  'id',
  'class',
  'style',
  'name',
  'title',
  'hidden',
  'data-marker',
  'data-smartmail',
]);

const hiddenElements = new Set([
  'script',
  'style',
  'head',
  'title',
  'template',
  'select',
  'noscript',
  'object',
  'svg',
]);

/** Outlook on the web puts `x_` before the names in what it quotes. */
const names = (value: string | undefined): string[] =>
  (value ?? '')
    .toLowerCase()
    .split(/\s+/)
    .map((name) => name.replace(/^(?:x_)+/, ''))
    .filter((name) => name !== '');

const quotedNames = new Set([
  'gmail_attr', // Gmail's attribution
  'moz-cite-prefix', // Thunderbird's
  'airmail_on',
  'moz-forward-container',
  'yahoo-quoted-begin',
  'mail-editor-reference-message-container', // Outlook for phones
  'zmail_extra', // Zoho
  'protonmail_quote',
  'tutanota_quote',
  'alimail-quote',
  'ntes-mailmaster-quote', // NetEase
  'isreplycontent',
  'isforwardcontent',
  'fernand_quote',
  'nh_extra',
  'quotedreply', // Zendesk
  'mailru-blockquote',
  'reply-intro', // Roundcube's attribution
]);

const signatureNames = new Set([
  'gmail_signature',
  'gmail_signature_prefix',
  'moz-signature',
  'applemailsignature',
  'mac_outlook_signature',
  'signature',
  'ms-outlook-mobile-signature',
  'ymail_android_signature',
  'ymail_ios_signature',
  'composer_signature', // Samsung
  'protonmail_signature_block',
  'zmail_signature',
  'zimbrasignature',
  'mail-signature',
  'email-signature',
  'bloop_sign', // Airmail
]);

const beginNames = new Set([
  'divrplyfwdmsg', // Outlook on the web
  'appendonsend',
  'outlookmessageheader',
  'olk_src_body_section',
  'stopspelling', // Hotmail
  'zwchr', // Zimbra
]);

/**
 * The mark of an element, by its name and attributes.
 *
 * `quote-frame` holds an attribution and a quotation, and the person may have written between; under
 * `original-may-begin` header lines must follow.
 */
export function markOf(element: string, attributes: ReadonlyMap<string, string>): Mark | undefined {
  if (hiddenElements.has(element)) return 'hidden';
  if (attributes.size === 0) return element === 'blockquote' ? 'quoted' : undefined;
  const style = (attributes.get('style') ?? '').slice(0, 1000).toLowerCase().replace(/\s+/g, '');
  if (
    attributes.has('hidden') ||
    /(?:^|;)(?:display:none|visibility:hidden|mso-hide:all|max-height:0(?:px)?(?:;|$))/.test(style)
  ) {
    return 'hidden';
  }
  const called = [...names(attributes.get('class')), ...names(attributes.get('id'))];
  if (called.some((name) => beginNames.has(name)) || attributes.get('data-marker') === '__DIVIDER__')
    return 'original-begins';
  if (/^beforequote/i.test(attributes.get('title') ?? '')) return 'original-begins';
  if (called.some((name) => quotedNames.has(name) || /yahoo_quoted(?:_\d+)?$/.test(name))) return 'quoted';
  if (element === 'blockquote') return isIndentation(style, called) ? undefined : 'quoted';
  const name = attributes.get('name')?.toLowerCase() ?? '';
  if (name === 'quote' || name === 'messagereplysection') return 'quoted';
  if (/border-left:solid(?:blue|#?[0-9a-f]{3,6}|windowtext)1\.5pt;padding:0/.test(style)) return 'quoted';
  if (called.some((each) => signatureNames.has(each)) || name === 'messagesignaturesection')
    return 'signature';
  if (
    attributes.get('data-smartmail') === 'gmail_signature' ||
    attributes.get('data-marker')?.startsWith('__SIG')
  ) {
    return 'signature';
  }
  if (called.includes('gmail_quote')) return 'quote-frame';
  if (/border:none;border-top:solid(?:#?\w{3,10})1\.0pt;padding:3\.0pt0/.test(style))
    return 'original-may-begin';
  return undefined;
}

/** The button “indent more” makes a blockquote too. */
const isIndentation = (style: string, called: readonly string[]): boolean =>
  called.length === 0 &&
  /margin:0(?:px)?0(?:px)?0(?:px)?(?:30|40)px/.test(style) &&
  /border:(?:none|0|medium)/.test(style);
