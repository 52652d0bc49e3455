/** Reading an `Authentication-Results` header (RFC 8601, section 2.2). */

/** What a server says that one method came to. */
export interface MethodResult {
  /** In small letters, as all that follows: `spf`, `dkim`, `dmarc`, `arc` … */
  method: string;
  /** `pass`, `fail`, `softfail`, `none` … */
  result: string;
  /** `header.d`, `smtp.mailfrom` … */
  properties: Record<string, string>;
}

/** Reads `mx.example; dkim=pass header.d=hue.example; spf=fail smtp.mailfrom=…`; what does not fit is left out. */
export function authenticationResults(value: string): { server: string; results: MethodResult[] } {
  const [head = '', ...parts] = withoutComments(value, false).toLowerCase().split(';');
  const results = parts.flatMap((part): MethodResult[] => {
    const [first = '', ...more] = part.trim().split(/\s+/);
    const [method = '', result = ''] = first.split('=');
    const properties = Object.fromEntries(
      more.flatMap((each): [string, string][] => {
        const at = each.indexOf('=');
        return at < 0 ? [] : [[each.slice(0, at), each.slice(at + 1)]];
      }),
    );
    return method === '' || result === '' ? [] : [{ method: method.split('/')[0] ?? '', result, properties }];
  });
  return { server: head.trim().split(/\s+/)[0] ?? '', results };
}

/** A header's value without comments, which may nest (RFC 5322, section 3.2.2); of quoted words what they hold, or nothing. */
export function withoutComments(text: string, dropQuoted: boolean): string {
  let [depth, quoted, plain] = [0, false, ''];
  for (let at = 0; at < text.length; at++) {
    const sign = text[at]!;
    if (sign === '\\' && (depth > 0 || quoted)) at++;
    else if (sign === '"' && depth === 0) quoted = !quoted;
    else if (sign === '(' && !quoted) depth++;
    else if (sign === ')' && depth > 0 && !quoted) depth--;
    else if (depth === 0 && !(quoted && (dropQuoted || /[;=\s]/.test(sign)))) plain += sign;
  }
  return plain;
}
